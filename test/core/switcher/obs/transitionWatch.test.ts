import { describe, expect, it } from 'vitest';

import { TransitionWatch } from '#core/switcher/obs/transitionWatch';

/** A watch whose session began long ago. */
const watch = () => new TransitionWatch(-10_000);

describe('transition watch', () => {
  it('waits at the beginning of a session, when a transition may just be ending', () => {
    const fresh = new TransitionWatch(0);
    expect(fresh.phase(10, 0)).toBe('ending');
    expect(fresh.phase(101, 0)).toBe('idle');
  });

  it('follows a cut of ours from sending to the end of its sound', () => {
    const cut = watch();
    cut.dispatched(0, 0);
    expect(cut.phase(10, 0)).toBe('ending');
    cut.changed(20);
    expect(cut.phase(30, 0)).toBe('ending');
    cut.ended(40);
    expect(cut.phase(41, 0)).toBe('idle');
  });

  it('lets a fade be interrupted until shortly before its end', () => {
    const fade = watch();
    fade.dispatched(0, 1_000);
    expect(fade.phase(500, 0)).toBe('running');
    expect(fade.phase(940, 0)).toBe('ending');
    fade.changed(1_010);
    fade.ended(1_030);
    expect(fade.phase(1_031, 0)).toBe('idle');
  });

  it('is not held up when the end is told before the change', () => {
    const shuffled = watch();
    shuffled.dispatched(0, 0);
    shuffled.ended(30);
    shuffled.changed(33);
    expect(shuffled.phase(34, 0)).toBe('idle');
  });

  it('an end belongs to one change only', () => {
    const busy = watch();
    busy.dispatched(0, 0);
    busy.changed(20);
    busy.ended(40);
    busy.dispatched(41, 0);
    busy.changed(60);
    expect(busy.phase(61, 0)).toBe('ending');
    busy.ended(80);
    expect(busy.phase(81, 0)).toBe('idle');
  });

  it.each([
    ['the change', 251],
    ['the end', 200],
  ])('forgets a transition of which %s was never told', (missing, idleAtMs) => {
    const lossy = watch();
    lossy.dispatched(0, 0);
    if (missing === 'the end') lossy.changed(20);
    expect(lossy.phase(100, 0)).toBe('ending');
    expect(lossy.phase(idleAtMs, 0)).toBe('idle');
  });

  it('the end of an older transition does not end the one that just began', () => {
    const two = watch();
    two.dispatched(0, 1_000);
    two.ended(5);
    expect(two.phase(300, 0)).toBe('running');
  });

  it('heeds a transition that only OBS knows of', () => {
    expect(watch().phase(0, 400)).toBe('running');
    expect(watch().phase(0, 50)).toBe('ending');
  });
});
