import { z } from '#shared/zod';

/** What a key of the director's desk does. */
export type DeskAction =
  | { readonly kind: SimpleAction }
  /** The nth scene of the grid, from 0. */
  | { readonly kind: 'preview' | 'program'; readonly index: number };

export const SIMPLE_ACTIONS = [
  'take',
  'hold',
  'back',
  'undo',
  'extend',
  'shorten',
  'skip',
  'fire',
  'message',
  'adjust',
  'endSegment',
  'insert',
  'moveUp',
  'moveDown',
  'mark',
  'issue',
  'contingency',
  'panic',
  'find',
  'keys',
] as const;
/** These show what they bring while their key is down, and act when it is let go; any other key calls them off. */
export const HELD_ACTIONS = ['extend', 'shorten', 'moveUp', 'moveDown'] as const;
export type HeldAction = (typeof HELD_ACTIONS)[number];
export const isHeldAction = (kind: DeskAction['kind']): kind is HeldAction =>
  HELD_ACTIONS.some((each) => each === kind);
export type SimpleAction = (typeof SIMPLE_ACTIONS)[number];
export type BindableAction = SimpleAction | 'preview' | 'program';
export const BINDABLE_ACTIONS: readonly BindableAction[] = [...SIMPLE_ACTIONS, 'preview', 'program'];

/**
 * Chords by action: modifiers in the order Ctrl+Alt+Shift, then the key's place (`KeyboardEvent.code`), so
 * that input methods and layouts don't move them. `Digit` stands for 1 to 9. Browsers keep Ctrl+digit for
 * their tabs; Alt+digit does the same there.
 */
export type KeyBindings = Readonly<Record<BindableAction, readonly string[]>>;
export const DEFAULT_BINDINGS: KeyBindings = {
  take: ['Space'],
  hold: ['Shift+Space'],
  back: ['Backspace'],
  undo: ['KeyU'],
  extend: ['BracketRight'],
  shorten: ['BracketLeft'],
  skip: ['KeyK'],
  fire: ['KeyG'],
  message: ['KeyH'],
  adjust: ['KeyT'],
  endSegment: ['KeyE'],
  insert: ['KeyN'],
  moveUp: ['Alt+ArrowUp'],
  moveDown: ['Alt+ArrowDown'],
  preview: ['Digit'],
  program: ['Ctrl+Digit', 'Alt+Digit'],
  mark: ['KeyM'],
  issue: ['KeyI'],
  contingency: ['KeyC'],
  panic: ['Escape'],
  find: ['Slash'],
  keys: ['Shift+Slash'],
};

export type KeyPress = {
  readonly code: string;
  /** What it prints: `?` and `/` lie elsewhere on some keyboards. */
  readonly key: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly meta: boolean;
  /** Sent again because it is held down. */
  readonly repeat: boolean;
  /** The focus is in a field that takes text. */
  readonly isTyping: boolean;
};

/** What a key press means, or null. A held key counts once; while somebody types a key is text. */
export function actionOfKey(key: KeyPress, bindings: KeyBindings): DeskAction | null {
  if (key.repeat || key.meta || key.isTyping) return null;
  const digit = digitOf(key);
  const chord = chordOfPress(key);
  for (const kind of SIMPLE_ACTIONS) if (bindings[kind].includes(chord)) return { kind };
  if (digit === undefined) return null;
  for (const kind of ['preview', 'program'] as const)
    if (bindings[kind].includes(chord)) return { kind, index: Number(digit) - 1 };
  return null;
}

const digitOf = ({ code }: Pick<KeyPress, 'code'>): string | undefined =>
  /^(?:Digit|Numpad)([1-9])$/u.exec(code)?.[1];

/** The chord that a press is, as bindings write it. */
export function chordOfPress(key: Pick<KeyPress, 'code' | 'key' | 'ctrl' | 'alt' | 'shift'>): string {
  if (key.key === '?') return 'Shift+Slash';
  return chordOf(key, digitOf(key) !== undefined ? 'Digit' : key.key === '/' ? 'Slash' : key.code);
}

function chordOf(key: Pick<KeyPress, 'ctrl' | 'alt' | 'shift'>, place: string): string {
  return [
    ...(key.ctrl ? ['Ctrl'] : []),
    ...(key.alt ? ['Alt'] : []),
    ...(key.shift ? ['Shift'] : []),
    place,
  ].join('+');
}

const KEYCAPS: Readonly<Record<string, string>> = {
  Space: '␣',
  Backspace: '⌫',
  BracketRight: ']',
  BracketLeft: '[',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Slash: '/',
  Digit: '1–9',
  'Shift+Slash': '?',
  Minus: '-',
  Equal: '=',
  Comma: ',',
  Period: '.',
  Semicolon: ';',
  Quote: "'",
  Backquote: '`',
  Backslash: '\\',
  ArrowLeft: '←',
  ArrowRight: '→',
};

/** How a chord is printed on the keyboard: `Shift ␣`, `U`, `Ctrl 1–9`; `space` is what to call the bar in a sentence. */
export function keycap(chord: string, space = '␣'): string {
  const whole = KEYCAPS[chord];
  if (whole !== undefined) return whole === '␣' ? space : whole;
  return chord
    .split('+')
    .map((part) => (part === 'Space' ? space : (KEYCAPS[part] ?? part.replace(/^(?:Key|Digit)/u, ''))))
    .join(' ');
}

const storedSchema = z.partialRecord(
  z.enum([...SIMPLE_ACTIONS, 'preview', 'program']),
  z.array(z.string().min(1).max(40)).min(1).max(4),
);

/** The bindings with a person's own in place of the usual ones; anything unreadable is left out. */
export function withOwnBindings(stored: string | null): KeyBindings {
  if (stored === null) return DEFAULT_BINDINGS;
  try {
    const own = storedSchema.safeParse(JSON.parse(stored));
    if (!own.success) return DEFAULT_BINDINGS;
    const given = Object.entries(own.data).filter(([, chords]) => chords !== undefined);
    return { ...DEFAULT_BINDINGS, ...Object.fromEntries(given) };
  } catch {
    // Not JSON: somebody else's note under our key. The usual keys are the safe answer.
    return DEFAULT_BINDINGS;
  }
}
