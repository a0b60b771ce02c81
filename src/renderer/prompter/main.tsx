import { startStation } from '../common/startStation.tsx';
import { PrompterScreen } from './PrompterScreen.tsx';

startStation('prompter', <PrompterScreen />);
