import { startStation } from '../common/startStation.tsx';
import { DirectorScreen } from './director/DirectorScreen.tsx';
import { GateScreen } from './gate/GateScreen.tsx';
import { SettingsScreen } from './settings/SettingsScreen.tsx';

// Three stations, one page: they share the top bar and most of what they show.
switch (location.pathname) {
  case '/gate':
    startStation('gate', <GateScreen />);
    break;
  case '/settings':
    startStation('settings', <SettingsScreen />);
    break;
  default:
    startStation('director', <DirectorScreen />);
}
