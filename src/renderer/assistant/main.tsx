import { startStation } from '../common/startStation.tsx';
import { AssistantScreen } from './AssistantScreen.tsx';

startStation('assistant', <AssistantScreen />);
