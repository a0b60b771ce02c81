import { startStation } from '../common/startStation.tsx';
import { DirectorScreen } from './director/DirectorScreen.tsx';
import { GateScreen } from './gate/GateScreen.tsx';

// Two stations, one page: they share the top bar and most of what they show.
if (location.pathname === '/gate') startStation('gate', <GateScreen />);
else startStation('director', <DirectorScreen />);
