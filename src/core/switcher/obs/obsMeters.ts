import { EventSubscription } from 'obs-websocket-js/json';

import type { MeterFrame } from '#shared/model/outputs';

import { floating, wordsOf } from '../floating.ts';
import { decibels, MeterWindow } from '../meterWindow.ts';
import { connectObs, ObsConnectFailed, type ObsConnection } from './obsConnection.ts';
import type { ObsEvent } from './obsEvents.ts';

const AGAIN_MS = 2_000;

export type ObsMetersOptions = {
  readonly url: string;
  readonly password: string | null;
  readonly identifyWithinMs: number;
  readonly onOddity: (what: string) => void;
};

/**
 * Audio levels over a socket of their own: OBS sends 20 a second, which on the events' socket would stand
 * in front of what a cue waits for. Open only while somebody looks and the link is up.
 */
export class ObsMeters {
  readonly #options: ObsMetersOptions;
  readonly #window = new MeterWindow(() => this.#settle());
  #linkUp = false;
  #session: AbortController | null = null;

  constructor(options: ObsMetersOptions) {
    this.#options = options;
  }

  listen(listener: (frame: MeterFrame) => void): () => void {
    return this.#window.listen(listener);
  }

  setLink(up: boolean): void {
    this.#linkUp = up;
    this.#settle();
  }

  #settle(): void {
    const wanted = this.#linkUp && this.#window.isWanted;
    if (wanted && this.#session === null) {
      const session = new AbortController();
      this.#session = session;
      floating(this.#run(session), this.#options.onOddity);
    } else if (!wanted) {
      this.#session?.abort();
      this.#session = null;
    }
  }

  async #run(session: AbortController): Promise<void> {
    const { signal } = session;
    let connection: ObsConnection | null = null;
    try {
      connection = await connectObs({
        ...this.#options,
        eventSubscriptions: EventSubscription.InputVolumeMeters,
        onEvent: (event) => this.#onEvent(event),
        signal,
      });
      const stopped = new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve(), { once: true });
      });
      await Promise.race([connection.ended, stopped]);
    } catch (error) {
      // No session: the main link says what is wrong.
      if (!(error instanceof ObsConnectFailed)) this.#options.onOddity(wordsOf(error));
    } finally {
      await connection?.close();
    }
    if (this.#session !== session) return;
    this.#session = null;
    // Lost although the link is up: try again, without hurry.
    setTimeout(() => this.#settle(), AGAIN_MS).unref();
  }

  #onEvent(event: ObsEvent): void {
    if (event.type !== 'InputVolumeMeters') return;
    const levels = event.inputs.map(({ inputName, inputLevelsMul }) => ({
      name: inputName,
      peakDb: decibels(Math.max(0, ...inputLevelsMul.map(([, peak]) => peak))),
    }));
    this.#window.take(levels, performance.now());
  }
}
