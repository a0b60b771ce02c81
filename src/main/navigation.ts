import type { Session, WebContents } from 'electron';
import type { StationKind } from '../shared/model/station.ts';
import { stationAt } from './stations.ts';

/**
 * What pages in our windows may do. A window shows pages of the core and nothing else, ever: a page that went
 * elsewhere would still carry the preload, and a foreign frame could ask for the camera in our name.
 */

/** `origin` is the core's; `file:`, `data:`, other ports and other hosts are all foreign. */
export function mayNavigate(url: string, origin: string): boolean {
  return URL.parse(url)?.origin === origin;
}

export type OpenDecision =
  | { readonly kind: 'station'; readonly station: StationKind }
  | { readonly kind: 'browser'; readonly url: string }
  | { readonly kind: 'nothing' };

/** What becomes of `window.open` and of links with a target: never a window made by the page itself. */
export function decideOpen(url: string, origin: string): OpenDecision {
  const station = stationAt(url, origin);
  if (station !== null) return { kind: 'station', station };
  const parsed = URL.parse(url);
  // Only https: `file:` and the schemes of other programs would let a page start things on this PC.
  return parsed?.protocol === 'https:' ? { kind: 'browser', url: parsed.href } : { kind: 'nothing' };
}

export type PermissionAsked = {
  readonly permission: string;
  readonly requestingUrl: string;
  readonly mediaTypes?: readonly string[] | undefined;
};

/**
 * Granted on our own origin only: the camera (photos as evidence on the checklist, never the microphone),
 * full screen, keeping the screen awake, and copying text by a click. Everything else is denied.
 */
export function mayHavePermission(
  { permission, requestingUrl, mediaTypes = [] }: PermissionAsked,
  origin: string,
): boolean {
  if (!mayNavigate(requestingUrl, origin)) return false;
  switch (permission) {
    case 'media':
      return mediaTypes.length > 0 && mediaTypes.every((type) => type === 'video');
    case 'fullscreen':
    case 'screen-wake-lock':
    case 'clipboard-sanitized-write':
      return true;
    default:
      return false;
  }
}

export type NavigationOutcomes = {
  /** The core's origin now; null before it was ever ready, when nothing may be loaded at all. */
  readonly origin: () => string | null;
  readonly openStation: (station: StationKind) => void;
  readonly openInBrowser: (url: string) => void;
};

/** Puts the rules above on one page host; called for every WebContents that comes to be. */
export function guardNavigation(
  contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>,
  { origin, openStation, openInBrowser }: NavigationOutcomes,
): void {
  const allowed = (url: string): boolean => {
    const own = origin();
    return own !== null && mayNavigate(url, own);
  };
  contents.on('will-frame-navigate', (details) => {
    if (!allowed(details.url)) details.preventDefault();
  });
  contents.on('will-redirect', (details) => {
    if (!allowed(details.url)) details.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    const decision = decideOpen(url, origin() ?? 'null');
    if (decision.kind === 'station') openStation(decision.station);
    if (decision.kind === 'browser') openInBrowser(decision.url);
    return { action: 'deny' };
  });
}

/** Puts the permission rules on a session. Electron asks both handlers, for different web APIs. */
export function guardPermissions(
  session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'>,
  origin: () => string | null,
): void {
  const may = (asked: PermissionAsked): boolean => {
    const own = origin();
    return own !== null && mayHavePermission(asked, own);
  };
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const mediaTypes = 'mediaTypes' in details ? details.mediaTypes : undefined;
    answer(may({ permission, requestingUrl: details.requestingUrl, mediaTypes }));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) => {
    const mediaTypes = details.mediaType === undefined ? undefined : [details.mediaType];
    return may({ permission, requestingUrl: requestingOrigin, mediaTypes });
  });
}
