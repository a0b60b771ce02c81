import type { ShortcutKey } from '#shared/desktopShell';

/** A key as it is printed on the keyboard of this system. `platform` as `navigator.platform` says it. */
export function keyCaps(key: ShortcutKey, platform: string): string {
  const isMac = platform.startsWith('Mac');
  return key
    .split('+')
    .map((part) => {
      if (part === 'CommandOrControl') return isMac ? '⌘' : 'Ctrl';
      return part === 'Alt' && isMac ? '⌥' : part;
    })
    .join(isMac ? ' ' : ' + ');
}
