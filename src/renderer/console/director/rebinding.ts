import { BINDABLE_ACTIONS, type BindableAction, type KeyBindings } from './keys.ts';

/** Keys that move about the page or belong to the browser: bound to the desk, they would lock a hand out. */
const TAKEN: ReadonlySet<string> = new Set([
  'Tab',
  'Shift+Tab',
  'Enter',
  'NumpadEnter',
  'F5',
  'Ctrl+KeyR',
  'Ctrl+KeyW',
  'Ctrl+KeyT',
  'Ctrl+KeyN',
  'Alt+F4',
]);
const MODIFIER = /^(?:.*\+)?(?:Control|Alt|Shift|Meta|OS)(?:Left|Right)?$/u;

export type Rebinding =
  /** Only a modifier so far. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'taken' }
  /** Scenes are chosen by 1 to 9, everything else by any other key. */
  | { readonly kind: 'needsDigit' | 'isDigit' }
  | { readonly kind: 'conflict'; readonly with: BindableAction }
  | { readonly kind: 'free' };

const isOfScenes = (action: BindableAction): boolean => action === 'preview' || action === 'program';

/** What becomes of a chord pressed as the new key of an action. */
export function judgeChord(bindings: KeyBindings, action: BindableAction, chord: string): Rebinding {
  if (MODIFIER.test(chord)) return { kind: 'waiting' };
  if (TAKEN.has(chord)) return { kind: 'taken' };
  const isDigit = chord === 'Digit' || chord.endsWith('+Digit');
  if (isDigit !== isOfScenes(action)) return { kind: isDigit ? 'isDigit' : 'needsDigit' };
  const other = BINDABLE_ACTIONS.find((each) => each !== action && bindings[each].includes(chord));
  return other === undefined ? { kind: 'free' } : { kind: 'conflict', with: other };
}

/** The action gets the chord alone; whoever had it gets the action's first key in exchange. */
export function rebound(bindings: KeyBindings, action: BindableAction, chord: string): KeyBindings {
  const [given] = bindings[action];
  const exchanged = BINDABLE_ACTIONS.filter(
    (each) => each !== action && bindings[each].includes(chord) && given !== undefined,
  ).map((each) => [each, bindings[each].map((own) => (own === chord ? (given ?? own) : own))] as const);
  return { ...bindings, ...Object.fromEntries(exchanged), [action]: [chord] };
}

/** Actions that share a chord with another one, as hand-written bindings can: the first of the list acts. */
export function conflictsIn(bindings: KeyBindings): readonly (readonly [BindableAction, BindableAction])[] {
  return BINDABLE_ACTIONS.flatMap((action, at) =>
    BINDABLE_ACTIONS.slice(at + 1)
      .filter((other) => bindings[other].some((chord) => bindings[action].includes(chord)))
      .map((other) => [action, other] as const),
  );
}
