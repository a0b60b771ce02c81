const FAST = 60;

/** Speeds of a rehearsal to choose from; the last is the fast one. The studio's own speed is always among them. */
export function speedChoices(studioSpeed: number): readonly number[] {
  return [1, 10, studioSpeed === 1 || studioSpeed === 10 ? FAST : studioSpeed];
}
