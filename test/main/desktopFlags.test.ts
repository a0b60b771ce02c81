import { describe, expect, it } from 'vitest';
import { parseDesktopFlags } from '#main/desktopFlags';

describe('flags of the desktop', () => {
  it('without flags: loopback, any free port', () => {
    expect(parseDesktopFlags(['.'])).toEqual({ host: '127.0.0.1', port: 0 });
  });

  it('takes the words of `kaibo serve` and leaves Electron’s own alone', () => {
    const args = [
      '.',
      '--no-sandbox',
      '--demo',
      '--data',
      '/data',
      '--port=4460',
      '--speed',
      '10',
      '--inspect=9229',
    ];
    expect(parseDesktopFlags(args)).toEqual({
      host: '127.0.0.1',
      port: 4_460,
      demo: true,
      data: '/data',
      speed: 10,
    });
  });

  it.each([['--port=70000'], ['--port=abc'], ['--speed=0'], ['--data=']])('refuses %s', (flag) => {
    expect(() => parseDesktopFlags([flag])).toThrow();
  });
});
