import { describe, expect, it } from 'vitest';
import { NewestWish } from '#core/switcher/newestWish';

/** Work that ends when it is told to. */
function work(done: string[], name: string) {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return {
    end: () => end(),
    start: async () => {
      done.push(name);
      await ended;
      return name;
    },
  };
}

describe('LIVE-19 one wish for the sound at a time', () => {
  it('LIVE-19 none begins before the one before it is answered, and of those that wait only the newest is left', async () => {
    const begun: string[] = [];
    const queue = new NewestWish();
    const [first, second, third, other] = ['first', 'second', 'third', 'other'].map((name) =>
      work(begun, name),
    );
    if (!first || !second || !third || !other) throw new Error('four');
    const answers = [
      queue.ask('mute', first.start, 'superseded'),
      queue.ask('mute', second.start, 'superseded'),
      queue.ask('volume 主麦', other.start, 'superseded'),
      queue.ask('mute', third.start, 'superseded'),
    ];
    expect(begun).toEqual(['first']);
    for (const each of [first, other, third]) each.end();
    expect(await Promise.all(answers)).toEqual(['first', 'superseded', 'other', 'third']);
    expect(begun).toEqual(['first', 'other', 'third']);
  });

  it('LIVE-19 all sound off leaves no older wish for a single input behind it', async () => {
    const begun: string[] = [];
    const queue = new NewestWish();
    const [running, single, all] = ['running', 'single', 'all'].map((name) => work(begun, name));
    if (!running || !single || !all) throw new Error('three');
    const answers = [
      queue.ask('volume 主麦', running.start, 'superseded'),
      queue.ask('mute 主麦', single.start, 'superseded'),
      queue.ask('mute', all.start, 'superseded', (about) => about.startsWith('mute')),
    ];
    for (const each of [running, all]) each.end();
    expect(await Promise.all(answers)).toEqual(['running', 'superseded', 'all']);
  });

  it('LIVE-19 work that throws is told to whoever asked, and the next begins', async () => {
    const queue = new NewestWish();
    const failed = queue.ask('mute', () => Promise.reject(new Error('gone')), null);
    const next = queue.ask('volume', () => Promise.resolve('done'), null);
    await expect(failed).rejects.toThrow('gone');
    expect(await next).toBe('done');
  });
});
