import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { StationKind } from '#shared/model/station';
import { startI18n } from './i18n.ts';
import { StudioClient } from './studioClient.ts';
import { StudioProvider } from './StudioProvider.tsx';
import './tokens.css';

/** Puts a station on the page: words, connection, screen. */
export function startStation(kind: StationKind, screen: ReactNode): void {
  startI18n();
  const root = document.getElementById('root');
  if (root === null) throw new Error('the page has no #root');
  // Made here and not while drawing: strict mode draws twice, and a station is in the room once.
  const client = new StudioClient(kind);
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
