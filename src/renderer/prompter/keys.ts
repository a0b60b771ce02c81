/**
 * Keyboard, wheel and presenter clicker → what the host wants. A clicker is a keyboard with four keys:
 * PageDown or → (forward), PageUp or ← (back), b or . (blank the screen), and one that sends F5 and Esc by
 * turns; some send Shift+F5 or Tab and Enter. Everything can be done with these.
 */

export type PrompterAction =
  | { readonly kind: 'pauseToggle' }
  | { readonly kind: 'acknowledge' }
  /** Displayed lines; negative is back. May be a fraction (wheel). */
  | { readonly kind: 'step'; readonly lines: number }
  | { readonly kind: 'pace'; readonly deltaPercent: number }
  | { readonly kind: 'fontSize'; readonly deltaPercent: number }
  /** The next of none, horizontal, vertical. */
  | { readonly kind: 'mirror' }
  | { readonly kind: 'strip' }
  | { readonly kind: 'fullScreen' }
  /** `toggle` opens or closes them; the others move the choice and change what is chosen. */
  | { readonly kind: 'settings'; readonly verb: 'toggle' | 'next' | 'previous' | 'change' };

export type PrompterInput =
  | {
      readonly kind: 'key';
      readonly key: string;
      /** The place of the key: letters are told by it, for an input method hides them in `key`. */
      readonly code: string;
      readonly shift: boolean;
      /** Ctrl, Alt or Meta: the browser's and the desktop's own shortcuts. */
      readonly modified: boolean;
      /** Sent again because it is held down. */
      readonly repeat: boolean;
    }
  | {
      readonly kind: 'wheel';
      readonly deltaYPx: number;
      readonly lineHeightPx: number;
      readonly ctrl: boolean;
    };

export type PrompterScreen = { readonly isMessageShown: boolean; readonly areSettingsShown: boolean };

type Command =
  | 'forward'
  | 'back'
  | 'lineDown'
  | 'lineUp'
  | 'pause'
  | 'accept'
  | 'menu'
  | 'close'
  | 'faster'
  | 'slower'
  | 'larger'
  | 'smaller'
  | 'mirror'
  | 'strip'
  | 'fullScreen';

const BY_KEY: ReadonlyMap<string, Command> = new Map([
  ['PageDown', 'forward'],
  ['ArrowRight', 'forward'],
  ['PageUp', 'back'],
  ['ArrowLeft', 'back'],
  ['ArrowDown', 'lineDown'],
  ['ArrowUp', 'lineUp'],
  [' ', 'pause'],
  ['.', 'pause'],
  ['。', 'pause'],
  ['Enter', 'accept'],
  ['F5', 'menu'],
  ['Tab', 'menu'],
  ['Escape', 'close'],
  [']', 'faster'],
  ['】', 'faster'],
  ['[', 'slower'],
  ['【', 'slower'],
  ['+', 'larger'],
  ['=', 'larger'],
  ['-', 'smaller'],
  ['F11', 'fullScreen'],
]);
const BY_CODE: ReadonlyMap<string, Command> = new Map([
  ['KeyB', 'pause'],
  ['Space', 'pause'],
  ['Period', 'pause'],
  ['KeyM', 'mirror'],
  ['KeyH', 'strip'],
  ['KeyF', 'fullScreen'],
  ['BracketRight', 'faster'],
  ['BracketLeft', 'slower'],
  ['Equal', 'larger'],
  ['Minus', 'smaller'],
]);
/** Held down they go on; a held toggle would flutter. */
const REPEATABLE: ReadonlySet<Command> = new Set([
  'lineDown',
  'lineUp',
  'forward',
  'back',
  'faster',
  'slower',
  'larger',
  'smaller',
]);
const PACE_STEP_PERCENT = 5;
const FONT_STEP_PERCENT = 10;

/**
 * The action of an input, or null if it has none (then the page leaves the event alone). A shown message
 * takes the forward button and Enter first; open settings take forward, back and the pause button.
 */
export function prompterAction(input: PrompterInput, screen: PrompterScreen): PrompterAction | null {
  if (input.kind === 'wheel') {
    if (input.deltaYPx === 0 || !(input.lineHeightPx > 0)) return null;
    if (input.ctrl) return { kind: 'fontSize', deltaPercent: -Math.sign(input.deltaYPx) * FONT_STEP_PERCENT };
    return { kind: 'step', lines: input.deltaYPx / input.lineHeightPx };
  }
  if (input.modified) return null;
  const command = BY_KEY.get(input.key) ?? BY_CODE.get(input.code);
  if (command === undefined) return null;
  if (input.repeat && !REPEATABLE.has(command)) return null;
  const isForward = command === 'forward' || command === 'accept';
  // Not while it is held down: scrolling on must not take a message away unread.
  if (screen.isMessageShown && isForward) return input.repeat ? null : { kind: 'acknowledge' };
  return screen.areSettingsShown ? inSettings(command) : whileReading(command);
}

function inSettings(command: Command): PrompterAction | null {
  switch (command) {
    case 'forward':
    case 'lineDown':
      return { kind: 'settings', verb: 'next' };
    case 'back':
    case 'lineUp':
      return { kind: 'settings', verb: 'previous' };
    case 'pause':
    case 'accept':
      return { kind: 'settings', verb: 'change' };
    case 'menu':
    case 'close':
      return { kind: 'settings', verb: 'toggle' };
    default:
      return whileReading(command);
  }
}

function whileReading(command: Command): PrompterAction | null {
  switch (command) {
    case 'forward':
    case 'lineDown':
      return { kind: 'step', lines: 1 };
    case 'back':
    case 'lineUp':
      return { kind: 'step', lines: -1 };
    case 'pause':
      return { kind: 'pauseToggle' };
    case 'accept':
      return null;
    // A clicker's start button sends F5 and Esc by turns: both open the settings.
    case 'menu':
    case 'close':
      return { kind: 'settings', verb: 'toggle' };
    case 'faster':
      return { kind: 'pace', deltaPercent: PACE_STEP_PERCENT };
    case 'slower':
      return { kind: 'pace', deltaPercent: -PACE_STEP_PERCENT };
    case 'larger':
      return { kind: 'fontSize', deltaPercent: FONT_STEP_PERCENT };
    case 'smaller':
      return { kind: 'fontSize', deltaPercent: -FONT_STEP_PERCENT };
    case 'mirror':
      return { kind: 'mirror' };
    case 'strip':
      return { kind: 'strip' };
    case 'fullScreen':
      return { kind: 'fullScreen' };
  }
}
