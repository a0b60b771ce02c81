import { setTimeout as sleep } from 'node:timers/promises';
import { OBSWebSocket } from 'obs-websocket-js/json';
import { WebSocket } from 'ws';
import { createSwitcher, type Switcher } from '#core/switcher/index';
import { startObs, waitFor, type TestObs } from '../support/obs.ts';
import { resetScenes } from '../support/obsScenes.ts';
import { z } from 'zod';
import { p50p95, percentile, type Subject } from './figure.ts';
import { OBS_CLIENTS } from './peers.ts';

const ROUNDS = { short: 60, full: 150 };
const OTHERS_EVERY_MS = 25;
/** Before each switch: what came before it has ended, sound and all. No two cues of a show come closer. */
const BETWEEN_SWITCHES_MS = 300;
/** Not A: whoever asks for the scene that is on program already gets no event. */
const ANSWER_WITHIN_MS = 10_000;
const SCENES = ['B', 'C', 'D'] as const;
const CUT = { kind: 'Cut', durationMs: 0 } as const;
const SWITCH = 'SetCurrentProgramScene';

/**
 * Watches the sockets of this process from outside: the instant at which OBS’s answer to a message that
 * contains `SetCurrentProgramScene` came in.
 */
function watchAnswers(): { readonly next: () => Promise<number>; readonly stop: () => void } {
  // Kept to be put back; called with its own `this` below.
  const original = Reflect.get(WebSocket.prototype, 'send');
  let answered: (atMs: number) => void = () => undefined;
  Reflect.set(WebSocket.prototype, 'send', function send(this: WebSocket, ...args: unknown[]) {
    const [text] = args;
    const requestId =
      typeof text === 'string' && text.includes(SWITCH)
        ? /"requestId":"([^"]+)"/u.exec(text)?.[1]
        : undefined;
    if (requestId !== undefined) {
      const resolve = answered;
      const look = (data: Buffer): void => {
        const answer = data.toString();
        if (!/"op":[79]\b/u.test(answer) || !answer.includes(requestId)) return;
        this.off('message', look);
        resolve(performance.now());
      };
      this.on('message', look);
    }
    Reflect.apply(original, this, args);
  });
  return {
    next: () => new Promise((resolve) => (answered = resolve)),
    stop: () => Reflect.set(WebSocket.prototype, 'send', original),
  };
}

/** Toggles a source a few times a frame, as a busy studio does, so that OBS has events to tell. */
async function keepOthersBusy(obs: TestObs): Promise<() => Promise<void>> {
  const other = await obs.controller();
  const { sceneItems } = await other.call('GetSceneItemList', { sceneName: 'A' });
  const sceneItemId = Number(sceneItems[0]?.['sceneItemId']);
  let busy = true;
  const work = (async () => {
    for (let on = false; busy; on = !on) {
      await other.call('SetSceneItemEnabled', { sceneName: 'A', sceneItemId, sceneItemEnabled: on });
      await sleep(OTHERS_EVERY_MS);
    }
  })();
  return async () => {
    busy = false;
    await work;
    await other.disconnect();
  };
}

export const obsAck: Subject = {
  name: 'obs',
  needs: ['obs-studio', 'obs-plugins', 'xvfb', 'libgl1-mesa-dri'],
  run: async ({ full }) => {
    const obs = await startObs();
    const answers = watchAnswers();
    let switcher: Switcher | null = null;
    try {
      const controller = await obs.controller();
      await resetScenes(controller);
      await controller.call('SetCurrentSceneTransition', { transitionName: await cutName(controller) });
      const bare = new OBSWebSocket();
      await bare.connect(obs.url, obs.password, { eventSubscriptions: 0 });
      const oneSocket = new OBSWebSocket();
      await oneSocket.connect(obs.url, obs.password);
      switcher = createSwitcher({ kind: 'obs', url: obs.url, password: obs.password, spare: null }, (what) =>
        console.error(what),
      );
      const { status } = switcher;
      const ours = switcher;
      ours.start();
      await waitFor('a switcher that is ready', () => ours.status.link === 'ready');
      const stopOthers = await keepOthersBusy(obs);

      const times = {
        ours: [] as number[],
        proof: [] as number[],
        bare: [] as number[],
        oneSocket: [] as number[],
      };
      let scene = 0;
      const nextScene = (): string => SCENES[(scene += 1) % SCENES.length] ?? 'B';
      const bareCall = async (client: OBSWebSocket): Promise<number> => {
        const sceneName = nextScene();
        await sleep(BETWEEN_SWITCHES_MS);
        const startedMs = performance.now();
        await orFail(client.call(SWITCH, { sceneName }));
        const tookMs = performance.now() - startedMs;
        await waitFor('the scene on program', () => ours.status.programScene === sceneName);
        return tookMs;
      };
      for (let index = 0; index < (full ? ROUNDS.full : ROUNDS.short); index += 1) {
        times.bare.push(await bareCall(bare));
        times.oneSocket.push(await bareCall(oneSocket));
        const answered = answers.next();
        await sleep(BETWEEN_SWITCHES_MS);
        const startedMs = performance.now();
        const outcome = ours.switchTo({ sceneName: nextScene(), transition: CUT, sendWithinMs: 1000 });
        times.ours.push((await orFail(answered)) - startedMs);
        const ended = await outcome;
        if (ended.result !== 'confirmed') throw new Error(`not confirmed: ${ended.code} (${status.version})`);
        times.proof.push(ended.tookMs);
      }
      await stopOthers();
      await bare.disconnect();
      await oneSocket.disconnect();
      const bareP95 = percentile(times.bare, 0.95);
      const baseline = { name: 'bare command socket', value: bareP95 };
      return [
        {
          what: 'switch → OBS’s answer with events flowing, p95',
          unit: 'ms',
          value: percentile(times.ours, 0.95),
          budget: { atMost: 10 },
          baseline,
          peer: OBS_CLIENTS.oneSocket,
          note: `p50 / p95 of ${times.ours.length}: ours ${p50p95(times.ours)} ms, bare command socket ${p50p95(times.bare)} ms, bare with everything on one socket ${p50p95(times.oneSocket)} ms`,
        },
        {
          what: 'the same over the bare call, p50',
          unit: 'ms',
          value: percentile(times.ours, 0.5) - percentile(times.bare, 0.5),
          budget: { atMost: 2 },
          note: `at p95 ${(percentile(times.ours, 0.95) - bareP95).toFixed(1)} ms`,
        },
        {
          what: 'switch → proven on program (30 fps), p50',
          unit: 'ms',
          value: percentile(times.proof, 0.5),
          note: `p50 / p95: ${p50p95(times.proof)} ms`,
        },
      ];
    } finally {
      answers.stop();
      await switcher?.close();
      await obs.stop();
    }
  },
};

/** A call to an OBS that is gone never settles. */
async function orFail<T>(answer: Promise<T>): Promise<T> {
  const answered = new AbortController();
  const late = sleep(ANSWER_WITHIN_MS, undefined, { signal: answered.signal }).then(() => {
    throw new Error(`no answer from OBS within ${ANSWER_WITHIN_MS} ms`);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    answered.abort();
    await late.catch(() => undefined);
  }
}

async function cutName(controller: OBSWebSocket): Promise<string> {
  const { transitions } = await controller.call('GetSceneTransitionList');
  const cut = transitions.find(({ transitionKind }) => transitionKind === 'cut_transition');
  return z.string().parse(cut?.['transitionName']);
}
