import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { StationKind } from '#shared/model/station';
import { startI18n } from './i18n.ts';
import type { Language } from './language.ts';
import { onMemberChosenElsewhere } from './stationMember.ts';
import { StudioClient } from './studioClient.ts';
import { StudioProvider } from './StudioProvider.tsx';
import './tokens.css';

/**
 * Puts a station on the page: words, connection, screen.
 *
 * @param language null: that of whoever sits here
 */
export function startStation(kind: StationKind, screen: ReactNode, language: Language | null = null): void {
  const words = startI18n(language);
  const name = (): void => {
    document.title = words.t(`common.station.${kind}`);
  };
  name();
  words.on('languageChanged', name);
  const root = document.getElementById('root');
  if (root === null) throw new Error('the page has no #root');
  // Made here and not while drawing: strict mode draws twice, and a station is in the room once.
  const client = new StudioClient(kind);
  onMemberChosenElsewhere(kind, (memberId) => client.actAs(memberId));
  window.addEventListener('pagehide', () => client.close());
  // A browser may keep a page it has left and show it again as it was: closed.
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload();
  });
  createRoot(root).render(
    <StrictMode>
      <StudioProvider client={client}>{screen}</StudioProvider>
    </StrictMode>,
  );
}
