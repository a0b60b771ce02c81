import type { AudioInput, MeterFrame } from '#shared/model/outputs';

import { MeterWindow } from '../meterWindow.ts';
import type { ControlOutcome, InputChange, SwitcherStatus } from '../port.ts';

const FRAME_MS = 100;
const FLOOR_DB = -100;

/** A microphone that somebody speaks into, and music under it: enough to learn the meters with. */
const INPUTS: readonly (AudioInput & { readonly peakDb: (atSec: number) => number })[] = [
  {
    name: '主麦',
    muted: false,
    volumeDb: 0,
    peakDb: (at) => -14 + 7 * Math.sin(at * 5.3) * Math.sin(at * 1.7),
  },
  { name: '背景音乐', muted: false, volumeDb: -12, peakDb: (at) => -10 + 4 * Math.sin(at * 2.1) },
];

/** The audio inputs of the rehearsal switcher. Nothing is heard of them; levels follow mute and fader. */
export class RehearsalSound {
  readonly #show: (patch: Partial<SwitcherStatus>) => void;
  readonly #window = new MeterWindow((isWanted) => this.#run(isWanted));
  #inputs: readonly AudioInput[] = INPUTS.map(({ name, muted, volumeDb }) => ({ name, muted, volumeDb }));
  #timer: NodeJS.Timeout | null = null;
  #linkUp = false;
  #isSilent = false;

  constructor(show: (patch: Partial<SwitcherStatus>) => void) {
    this.#show = show;
  }

  listen(listener: (frame: MeterFrame) => void): () => void {
    return this.#window.listen(listener);
  }

  /** For tests and drills: a cable is pulled somewhere before the switcher. */
  setSilent(isSilent: boolean): void {
    this.#isSilent = isSilent;
  }

  setLink(up: boolean): void {
    this.#linkUp = up;
    if (up) this.#tell();
  }

  muteAll(muted: boolean, keepMuted: readonly string[]): void {
    this.#inputs = this.#inputs.map((input) => ({
      ...input,
      muted: muted || keepMuted.includes(input.name),
    }));
    this.#tell();
  }

  change(name: string, change: InputChange): ControlOutcome {
    const failed = (code: 'SWITCHER_OFFLINE' | 'INPUT_NOT_FOUND'): ControlOutcome => ({
      result: 'failed',
      code,
      params: { input: name },
    });
    if (!this.#linkUp) return failed('SWITCHER_OFFLINE');
    if (!this.#inputs.some((input) => input.name === name)) return failed('INPUT_NOT_FOUND');
    const { kind: _kind, ...patch } = change;
    this.#inputs = this.#inputs.map((input) => (input.name === name ? { ...input, ...patch } : input));
    this.#tell();
    return { result: 'confirmed', file: null };
  }

  close(): void {
    this.#run(false);
  }

  #tell(): void {
    this.#show({ inputs: this.#inputs, muted: this.#inputs.every(({ muted }) => muted) });
  }

  #run(isWanted: boolean): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = isWanted ? setInterval(() => this.#measure(), FRAME_MS) : null;
  }

  #measure(): void {
    if (!this.#linkUp) return;
    const atSec = performance.now() / 1_000;
    const levels = this.#inputs.map(({ name, muted, volumeDb }, index) => {
      const source = INPUTS[index]?.peakDb(atSec) ?? FLOOR_DB;
      return { name, peakDb: muted || this.#isSilent ? FLOOR_DB : Math.max(FLOOR_DB, source + volumeDb) };
    });
    this.#window.take(levels, performance.now());
  }
}
