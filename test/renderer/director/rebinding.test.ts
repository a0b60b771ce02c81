import { describe, expect, test } from 'vitest';
import {
  actionOfKey,
  DEFAULT_BINDINGS,
  withOwnBindings,
} from '../../../src/renderer/console/director/keys.ts';
import { conflictsIn, judgeChord, rebound } from '../../../src/renderer/console/director/rebinding.ts';

describe('XC-11 keys of the director, changed', () => {
  test.each([
    ['take', 'KeyJ', { kind: 'free' }],
    ['take', 'F9', { kind: 'free' }],
    ['take', 'KeyU', { kind: 'conflict', with: 'undo' }],
    ['undo', 'KeyU', { kind: 'free' }],
    ['take', 'Shift+Space', { kind: 'conflict', with: 'hold' }],
    ['program', 'Shift+Digit', { kind: 'free' }],
    ['program', 'Digit', { kind: 'conflict', with: 'preview' }],
    ['program', 'KeyP', { kind: 'needsDigit' }],
    ['mark', 'Digit', { kind: 'isDigit' }],
    ['mark', 'Ctrl+Digit', { kind: 'isDigit' }],
    ['mark', 'Tab', { kind: 'taken' }],
    ['mark', 'Enter', { kind: 'taken' }],
    ['mark', 'Ctrl+KeyR', { kind: 'taken' }],
    ['mark', 'Shift+ShiftLeft', { kind: 'waiting' }],
    ['mark', 'ControlRight', { kind: 'waiting' }],
    ['mark', 'MetaLeft', { kind: 'waiting' }],
  ] as const)('XC-11 %s by %s: %o', (action, chord, verdict) => {
    expect(judgeChord(DEFAULT_BINDINGS, action, chord)).toEqual(verdict);
  });

  test('XC-11 an exchange leaves every action with a key and no key with two', () => {
    const bindings = rebound(DEFAULT_BINDINGS, 'take', 'KeyU');
    expect(bindings.take).toEqual(['KeyU']);
    expect(bindings.undo).toEqual(['Space']);
    expect(conflictsIn(bindings)).toEqual([]);
    const pressed = (code: string) =>
      actionOfKey(
        { code, key: '', ctrl: false, alt: false, shift: false, meta: false, repeat: false, isTyping: false },
        bindings,
      );
    expect(pressed('KeyU')).toEqual({ kind: 'take' });
    expect(pressed('Space')).toEqual({ kind: 'undo' });
  });

  test('XC-11 the usual keys have no conflict; hand-written ones are told', () => {
    expect(conflictsIn(DEFAULT_BINDINGS)).toEqual([]);
    expect(conflictsIn(withOwnBindings('{"mark":["KeyI"]}'))).toEqual([['mark', 'issue']]);
  });
});
