import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prompterAction } from '../../../src/renderer/prompter/keys.ts';
import type { PrompterAction, PrompterInput, PrompterScreen } from '../../../src/renderer/prompter/keys.ts';

const reading: PrompterScreen = { isMessageShown: false, areSettingsShown: false };
const withMessage: PrompterScreen = { isMessageShown: true, areSettingsShown: false };
const inSettings: PrompterScreen = { isMessageShown: false, areSettingsShown: true };
const key = (name: string, more: Partial<Extract<PrompterInput, { kind: 'key' }>> = {}): PrompterInput => ({
  kind: 'key',
  key: name,
  code: '',
  shift: false,
  modified: false,
  repeat: false,
  ...more,
});

describe('LIVE-02 keyboard and clicker drive the prompter', () => {
  it.each<[string, PrompterAction | null]>([
    ['PageDown', { kind: 'step', lines: 1 }],
    ['PageUp', { kind: 'step', lines: -1 }],
    ['ArrowRight', { kind: 'step', lines: 1 }],
    ['ArrowLeft', { kind: 'step', lines: -1 }],
    ['ArrowDown', { kind: 'step', lines: 1 }],
    ['ArrowUp', { kind: 'step', lines: -1 }],
    [' ', { kind: 'pauseToggle' }],
    ['.', { kind: 'pauseToggle' }],
    ['F5', { kind: 'settings', verb: 'toggle' }],
    ['Escape', { kind: 'settings', verb: 'toggle' }],
    [']', { kind: 'pace', deltaPercent: 5 }],
    ['[', { kind: 'pace', deltaPercent: -5 }],
    ['+', { kind: 'fontSize', deltaPercent: 10 }],
    ['-', { kind: 'fontSize', deltaPercent: -10 }],
    ['F11', { kind: 'fullScreen' }],
    ['Enter', null],
    ['x', null],
  ])('%j while reading', (name, action) => expect(prompterAction(key(name), reading)).toEqual(action));

  it.each([
    ['KeyB', 'Process', { kind: 'pauseToggle' }],
    ['KeyB', 'b', { kind: 'pauseToggle' }],
    ['KeyM', 'Process', { kind: 'mirror' }],
    ['KeyF', 'F', { kind: 'fullScreen' }],
    ['BracketRight', '】', { kind: 'pace', deltaPercent: 5 }],
  ])('%s with an input method on (%s)', (code, name, action) => {
    expect(prompterAction(key(name, { code }), reading)).toEqual(action);
  });

  it.each(['PageDown', 'ArrowRight', 'Enter'])('%s acknowledges a shown message first', (name) => {
    expect(prompterAction(key(name), withMessage)).toEqual({ kind: 'acknowledge' });
    expect(prompterAction(key(name, { repeat: true }), withMessage)).toBeNull();
    expect(prompterAction(key(name), { isMessageShown: true, areSettingsShown: true })).toEqual({
      kind: 'acknowledge',
    });
  });

  it('the other buttons keep their meaning under a message', () => {
    expect(prompterAction(key('PageUp'), withMessage)).toEqual({ kind: 'step', lines: -1 });
    expect(prompterAction(key('b', { code: 'KeyB' }), withMessage)).toEqual({ kind: 'pauseToggle' });
  });

  it.each<[string, string, PrompterAction]>([
    ['PageDown', '', { kind: 'settings', verb: 'next' }],
    ['PageUp', '', { kind: 'settings', verb: 'previous' }],
    ['b', 'KeyB', { kind: 'settings', verb: 'change' }],
    ['F5', '', { kind: 'settings', verb: 'toggle' }],
    ['Escape', '', { kind: 'settings', verb: 'toggle' }],
    [']', '', { kind: 'pace', deltaPercent: 5 }],
  ])('%s in the open settings: a clicker alone can change everything', (name, code, action) => {
    expect(prompterAction(key(name, { code }), inSettings)).toEqual(action);
  });

  it('the wheel steps by what it turned; with Ctrl it changes the size', () => {
    const wheel = (deltaYPx: number, ctrl = false): PrompterInput => ({
      kind: 'wheel',
      deltaYPx,
      lineHeightPx: 108,
      ctrl,
    });
    expect(prompterAction(wheel(54), reading)).toEqual({ kind: 'step', lines: 0.5 });
    expect(prompterAction(wheel(-216), reading)).toEqual({ kind: 'step', lines: -2 });
    expect(prompterAction(wheel(120, true), reading)).toEqual({ kind: 'fontSize', deltaPercent: -10 });
    expect(prompterAction(wheel(0), reading)).toBeNull();
  });

  it('the shortcuts of browser and desktop are left alone; a held toggle does not flutter', () => {
    const names = fc.constantFrom('PageDown', ' ', 'F5', '+', '-', 'b', 'Escape', '.');
    fc.assert(
      fc.property(names, fc.boolean(), fc.boolean(), (name, isMessageShown, areSettingsShown) => {
        expect(
          prompterAction(key(name, { modified: true }), { isMessageShown, areSettingsShown }),
        ).toBeNull();
        const held = prompterAction(key(name, { repeat: true }), { isMessageShown, areSettingsShown });
        expect(['pauseToggle', 'acknowledge', 'mirror', 'strip']).not.toContain(held?.kind);
      }),
    );
  });
});
