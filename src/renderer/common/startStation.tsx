import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { StationKind } from '#shared/model/station';
import { startI18n } from './i18n.ts';
import { StudioProvider } from './StudioProvider.tsx';
import './tokens.css';

/** Puts a station on the page: words, connection, screen. */
export function startStation(kind: StationKind, screen: ReactNode): void {
  startI18n();
  const root = document.getElementById('root');
  if (root === null) throw new Error('the page has no #root');
  createRoot(root).render(
    <StrictMode>
      <StudioProvider kind={kind}>{screen}</StudioProvider>
    </StrictMode>,
  );
}
