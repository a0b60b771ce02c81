import i18next from 'i18next';
import { startStation } from '../common/startStation.tsx';
import { CardOverlay } from './CardOverlay.tsx';
import { overlayLanguage } from './overlayLanguage.ts';

startStation('overlay', <CardOverlay />);
void i18next.changeLanguage(overlayLanguage(location.search));
