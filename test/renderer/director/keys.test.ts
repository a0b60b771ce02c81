import { describe, expect, test } from 'vitest';
import {
  actionOfKey,
  DEFAULT_BINDINGS,
  keycap,
  withOwnBindings,
  type KeyPress,
} from '../../../src/renderer/console/director/keys.ts';

const pressOf = (code: string, change: Partial<KeyPress> = {}): KeyPress => ({
  code,
  key: '',
  ctrl: false,
  alt: false,
  shift: false,
  meta: false,
  repeat: false,
  isTyping: false,
  ...change,
});
const meaning = (code: string, change: Partial<KeyPress> = {}) =>
  actionOfKey(pressOf(code, change), DEFAULT_BINDINGS);

describe('LIVE-01 keys of the director’s desk', () => {
  test.each([
    ['Space', {}, { kind: 'take' }],
    ['Space', { shift: true }, { kind: 'hold' }],
    ['Backspace', {}, { kind: 'back' }],
    ['KeyU', {}, { kind: 'undo' }],
    ['BracketRight', {}, { kind: 'extend' }],
    ['BracketLeft', {}, { kind: 'shorten' }],
    ['Digit1', {}, { kind: 'preview', index: 0 }],
    ['Numpad9', {}, { kind: 'preview', index: 8 }],
    ['Digit3', { ctrl: true }, { kind: 'program', index: 2 }],
    ['Digit3', { alt: true }, { kind: 'program', index: 2 }],
    ['KeyM', {}, { kind: 'mark' }],
    ['KeyI', {}, { kind: 'issue' }],
    ['KeyC', {}, { kind: 'contingency' }],
    ['Escape', {}, { kind: 'panic' }],
    ['Slash', {}, { kind: 'find' }],
    ['Slash', { shift: true }, { kind: 'keys' }],
    ['Minus', { shift: true, key: '?' }, { kind: 'keys' }],
    ['NumpadDivide', { key: '/' }, { kind: 'find' }],
  ] as const)('%s %o', (code, change, action) => {
    expect(meaning(code, change)).toEqual(action);
  });

  test.each([
    ['typing', 'Space', { isTyping: true }],
    ['typing Esc, which leaves the field', 'Escape', { isTyping: true }],
    ['a held key', 'BracketRight', { repeat: true }],
    ['a browser shortcut', 'KeyM', { meta: true }],
    ['Ctrl+C', 'KeyC', { ctrl: true }],
    ['0', 'Digit0', {}],
    ['an unused letter', 'KeyQ', {}],
  ] as const)('%s does nothing', (_what, code, change) => {
    expect(meaning(code, change)).toBeNull();
  });

  test('own bindings replace the usual ones, action by action', () => {
    const bindings = withOwnBindings('{"take":["Enter"]}');
    expect(actionOfKey(pressOf('Enter'), bindings)).toEqual({ kind: 'take' });
    expect(actionOfKey(pressOf('Space'), bindings)).toBeNull();
    expect(actionOfKey(pressOf('KeyU'), bindings)).toEqual({ kind: 'undo' });
  });

  test('a panic key that prints is text while typing', () => {
    const bindings = withOwnBindings('{"panic":["KeyP","Escape"]}');
    expect(actionOfKey(pressOf('KeyP'), bindings)).toEqual({ kind: 'panic' });
    expect(actionOfKey(pressOf('KeyP', { isTyping: true }), bindings)).toBeNull();
    expect(actionOfKey(pressOf('Escape'), bindings)).toEqual({ kind: 'panic' });
  });

  test.each([null, 'not json', '{"fly":["KeyF"]}', '{"take":[]}', '[]'])(
    'unreadable bindings (%s) are the usual ones',
    (stored) => {
      expect(withOwnBindings(stored)).toEqual(DEFAULT_BINDINGS);
    },
  );

  test.each([
    ['Space', '␣'],
    ['Shift+Space', 'Shift ␣'],
    ['KeyU', 'U'],
    ['Ctrl+Digit', 'Ctrl 1–9'],
    ['Shift+Slash', '?'],
  ])('%s is printed %s', (chord, cap) => {
    expect(keycap(chord)).toBe(cap);
  });
});
