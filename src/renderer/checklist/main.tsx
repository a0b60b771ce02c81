import { startStation } from '../common/startStation.tsx';
import { ChecklistScreen } from './ChecklistScreen.tsx';

startStation('checklist', <ChecklistScreen />);
