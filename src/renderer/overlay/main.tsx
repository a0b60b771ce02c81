import { startStation } from '../common/startStation.tsx';
import { CardOverlay } from './CardOverlay.tsx';
import { overlayLanguage } from './overlayLanguage.ts';

startStation('overlay', <CardOverlay />, overlayLanguage(location.search));
