import { describe, expect, it } from 'vitest';
import {
  decideOpen,
  guardNavigation,
  guardPermissions,
  mayHavePermission,
  mayNavigate,
} from '#main/navigation';
import type { OpenDecision, PermissionAsked } from '#main/navigation';

const OWN = 'http://127.0.0.1:4460';

describe('where a window may go', () => {
  it.each([
    [`${OWN}/director`, true],
    [`${OWN}/prompter?screen=2#top`, true],
    ['http://127.0.0.1:4461/director', false],
    ['http://localhost:4460/director', false],
    ['https://127.0.0.1:4460/director', false],
    ['http://127.0.0.1:4460.evil.example/', false],
    ['http://127.0.0.1:4460@evil.example/', false],
    ['file:///etc/passwd', false],
    ['data:text/html,<p>', false],
    ['javascript:alert(1)', false],
    ['about:blank', false],
    ['not a url', false],
    ['', false],
  ])('XC-10 %s: %s', (url, allowed) => {
    expect(mayNavigate(url, OWN)).toBe(allowed);
  });

  it.each<readonly [string, OpenDecision]>([
    [`${OWN}/prompter`, { kind: 'station', station: 'prompter' }],
    [`${OWN}/checklist/next`, { kind: 'station', station: 'checklist' }],
    [`${OWN}/api/v1/state`, { kind: 'nothing' }],
    [`${OWN}/`, { kind: 'nothing' }],
    ['https://example.org/help', { kind: 'browser', url: 'https://example.org/help' }],
    ['http://example.org/help', { kind: 'nothing' }],
    ['file:///C:/Windows/System32/calc.exe', { kind: 'nothing' }],
    ['ms-settings:', { kind: 'nothing' }],
    ['about:blank', { kind: 'nothing' }],
    ['http://127.0.0.1:4461/prompter', { kind: 'nothing' }],
  ])('XC-10 window.open of %s', (url, decision) => {
    expect(decideOpen(url, OWN)).toEqual(decision);
  });
});

describe('what a page may be granted', () => {
  const from = `${OWN}/checklist`;
  it.each<readonly [string, PermissionAsked, boolean]>([
    ['the camera', { permission: 'media', requestingUrl: from, mediaTypes: ['video'] }, true],
    ['the microphone', { permission: 'media', requestingUrl: from, mediaTypes: ['audio'] }, false],
    ['both', { permission: 'media', requestingUrl: from, mediaTypes: ['video', 'audio'] }, false],
    ['media without saying which', { permission: 'media', requestingUrl: from }, false],
    ['full screen', { permission: 'fullscreen', requestingUrl: from }, true],
    ['a screen that stays on', { permission: 'screen-wake-lock', requestingUrl: from }, true],
    ['copying text', { permission: 'clipboard-sanitized-write', requestingUrl: from }, true],
    ['reading the clipboard', { permission: 'clipboard-read', requestingUrl: from }, false],
    [
      'the screen’s picture',
      { permission: 'display-capture', requestingUrl: from, mediaTypes: ['video'] },
      false,
    ],
    ['notifications', { permission: 'notifications', requestingUrl: from }, false],
    ['USB', { permission: 'usb', requestingUrl: from }, false],
    ['opening programs', { permission: 'openExternal', requestingUrl: from }, false],
    ['something new', { permission: 'unknown', requestingUrl: from }, false],
    [
      'the camera for a foreign frame',
      { permission: 'media', requestingUrl: 'https://evil.example/', mediaTypes: ['video'] },
      false,
    ],
    ['the camera for nobody', { permission: 'media', requestingUrl: '', mediaTypes: ['video'] }, false],
  ])('XC-10 %s', (_what, asked, granted) => {
    expect(mayHavePermission(asked, OWN)).toBe(granted);
  });
});

describe('the rules as Electron hears them', () => {
  type Listener = (details: { readonly url: string; preventDefault(): void }) => void;

  function guardedContents(origin: string | null) {
    const listeners = new Map<string, Listener>();
    let openHandler: ((details: { url: string }) => { action: string }) | null = null;
    const opened: string[] = [];
    const contents = {
      on: (event: string, listener: Listener) => listeners.set(event, listener),
      setWindowOpenHandler: (handler: (details: { url: string }) => { action: string }) => {
        openHandler = handler;
      },
    };
    guardNavigation(contents as unknown as Parameters<typeof guardNavigation>[0], {
      origin: () => origin,
      openStation: (station) => opened.push(`station ${station}`),
      openInBrowser: (url) => opened.push(`browser ${url}`),
    });
    const blocks = (event: string, url: string): boolean => {
      let blocked = false;
      listeners.get(event)?.({ url, preventDefault: () => (blocked = true) });
      return blocked;
    };
    return { blocks, opened, open: (url: string) => openHandler?.({ url }) };
  }

  it('XC-10 navigations and redirects of any frame to elsewhere are prevented, web views always', () => {
    const { blocks } = guardedContents(OWN);
    for (const event of ['will-frame-navigate', 'will-redirect']) {
      expect(blocks(event, `${OWN}/director`)).toBe(false);
      expect(blocks(event, 'https://example.org/')).toBe(true);
    }
    expect(blocks('will-attach-webview', `${OWN}/director`)).toBe(true);
  });

  it('XC-10 before the core was ever ready nothing may be loaded', () => {
    const { blocks, open, opened } = guardedContents(null);
    expect(blocks('will-frame-navigate', `${OWN}/director`)).toBe(true);
    expect(open(`${OWN}/director`)).toEqual({ action: 'deny' });
    expect(opened).toEqual([]);
  });

  it('XC-10 a page never makes a window by itself', () => {
    const { open, opened } = guardedContents(OWN);
    const urls = [`${OWN}/prompter`, 'https://example.org/', 'file:///etc/passwd'];
    expect(urls.map((url) => open(url))).toEqual(Array(3).fill({ action: 'deny' }));
    expect(opened).toEqual(['station prompter', 'browser https://example.org/']);
  });

  it('XC-10 both of Electron’s permission handlers follow the rules', () => {
    type Request = (
      contents: null,
      permission: string,
      answer: (granted: boolean) => void,
      details: object,
    ) => void;
    type Check = (contents: null, permission: string, origin: string, details: object) => boolean;
    const handlers: { request?: Request; check?: Check } = {};
    const session = {
      setPermissionRequestHandler: (handler: Request) => (handlers.request = handler),
      setPermissionCheckHandler: (handler: Check) => (handlers.check = handler),
    };
    guardPermissions(session as unknown as Parameters<typeof guardPermissions>[0], () => OWN);

    const requested = (mediaTypes: readonly string[], requestingUrl: string): boolean | undefined => {
      let granted: boolean | undefined;
      handlers.request?.(null, 'media', (answer) => (granted = answer), { requestingUrl, mediaTypes });
      return granted;
    };
    expect(requested(['video'], `${OWN}/checklist`)).toBe(true);
    expect(requested(['audio'], `${OWN}/checklist`)).toBe(false);
    expect(requested(['video'], 'https://evil.example/')).toBe(false);
    expect(handlers.check?.(null, 'media', `${OWN}/`, { mediaType: 'video' })).toBe(true);
    expect(handlers.check?.(null, 'media', `${OWN}/`, { mediaType: 'audio' })).toBe(false);
    expect(handlers.check?.(null, 'media', 'https://evil.example', { mediaType: 'video' })).toBe(false);
  });
});
