import type { GlobalShortcut } from 'electron';
import {
  SHORTCUT_ACTIONS,
  type DesktopSettings,
  type ShortcutAction,
  type ShortcutKey,
  type ShortcutState,
} from '../shared/desktopShell.ts';
import { secondPress } from '../shared/secondPress.ts';

export type Shortcuts = {
  /** Registers what is chosen and lets go of what is not. */
  readonly apply: (chosen: DesktopSettings['shortcuts']) => Readonly<Record<ShortcutAction, ShortcutState>>;
};

/**
 * Windows and X11 call a key again while it is held: after up to a second, then some thirty times a second.
 * Whatever comes this soon after another call of the same key is the same press.
 */
const SAME_PRESS_WITHIN_MS = 1_100;

/** What a take key does: one press is one take, however long it is held. */
export function createTakeKey(take: () => void, now: () => number = () => performance.now()): () => void {
  let lastMs = -Infinity;
  return () => {
    const isHeld = now() - lastMs < SAME_PRESS_WITHIN_MS;
    lastMs = now();
    if (!isHeld) take();
  };
}

/** Keys that work while another program has the focus. `act` is called whenever the system reports the key. */
export function createShortcuts(
  globalShortcut: Pick<GlobalShortcut, 'register' | 'unregister'>,
  act: (action: ShortcutAction) => void,
): Shortcuts {
  const ours = new Set<ShortcutKey>();
  const register = (action: ShortcutAction, key: ShortcutKey | null): ShortcutState => {
    if (key === null) return 'off';
    if (ours.has(key) || !globalShortcut.register(key, () => act(action))) return 'taken';
    ours.add(key);
    return 'on';
  };
  return {
    apply: (chosen) => {
      for (const key of ours) globalShortcut.unregister(key);
      ours.clear();
      const [take, panic] = SHORTCUT_ACTIONS.map((action) => register(action, chosen[action]));
      return { take: take ?? 'off', panic: panic ?? 'off' };
    },
  };
}

/** As on the director’s desk: twice within 1.5 s, so that a key hit by accident cuts nothing. */
const PANIC_PRESSES = { withinMs: 1_500, bounceMs: 100 };

/**
 * What a panic key does: the first press warns, the second acts. A key that is held looks like a second press at
 * first, but goes on: so the cut waits as long as a bounce may take, and a key that comes again by then is
 * held, which cuts nothing.
 */
export function createPanicKey(
  { warn, cut }: { readonly warn: () => void; readonly cut: () => void },
  now: () => number = () => performance.now(),
): () => void {
  const { bounceMs } = PANIC_PRESSES;
  let armedAtMs: number | null = null;
  let lastMs = -Infinity;
  let soon: NodeJS.Timeout | undefined;
  return () => {
    const isRepeat = now() - lastMs < bounceMs;
    lastMs = now();
    clearTimeout(soon);
    if (isRepeat) return;
    if (secondPress(armedAtMs, now(), PANIC_PRESSES) === 'go') {
      armedAtMs = null;
      soon = setTimeout(cut, bounceMs);
    } else {
      armedAtMs = now();
      warn();
    }
  };
}
