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

/** Keys that work while another program has the focus. `act` is called once per press. */
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

/** What a panic key does: the first press warns, the second acts. */
export function createPanicKey(
  { warn, cut }: { readonly warn: () => void; readonly cut: () => void },
  now: () => number = () => performance.now(),
): () => void {
  let armedAtMs: number | null = null;
  return () => {
    switch (secondPress(armedAtMs, now(), PANIC_PRESSES)) {
      case 'arm':
        armedAtMs = now();
        warn();
        break;
      case 'bounce':
        break;
      case 'go':
        armedAtMs = null;
        cut();
    }
  };
}
