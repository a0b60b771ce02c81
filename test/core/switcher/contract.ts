import { afterEach, describe, expect, it } from 'vitest';

import type { SceneChange, SceneRename, Switcher, SwitcherStatus, SwitchRequest } from '#core/switcher/port';

/** A switcher under test with scenes A, B and C, A on program, and somebody else's hand on it. */
export type Bench = {
  readonly switcher: Switcher;
  /** Another person chooses a scene in the switcher itself. */
  readonly operatorSwitches: (sceneName: string) => Promise<void>;
  readonly operatorRenames: (from: string, to: string) => Promise<void>;
  /** Makes the switcher unreachable; resolves once the link shows it. */
  readonly breakLink: () => Promise<void>;
  readonly mendLink: () => Promise<void>;
  /** An input that sounds all the time. */
  readonly audioInput: () => Promise<string>;
  readonly tearDown: () => Promise<void>;
};

export const request = (sceneName: string, rest: Partial<SwitchRequest> = {}): SwitchRequest => ({
  sceneName,
  transition: { kind: 'Cut', durationMs: 0 },
  sendWithinMs: 2_000,
  ...rest,
});

/** Resolves with the first status that fits, now or later. */
export function statusWith(
  switcher: Switcher,
  fits: (status: SwitcherStatus) => boolean,
  withinMs = 10_000,
): Promise<SwitcherStatus> {
  return new Promise((resolve, reject) => {
    if (fits(switcher.status)) {
      resolve(switcher.status);
      return;
    }
    const timer = setTimeout(() => {
      unsubscribe();
      reject(new Error(`no such status within ${withinMs} ms; last: ${JSON.stringify(switcher.status)}`));
    }, withinMs);
    const unsubscribe = switcher.onStatus((status) => {
      if (!fits(status)) return;
      clearTimeout(timer);
      unsubscribe();
      resolve(status);
    });
  });
}

/** What every adapter of the switcher port must do. */
export function describeSwitcherContract(name: string, setUp: () => Promise<Bench>): void {
  describe(`switcher contract: ${name}`, () => {
    let bench: Bench | null = null;
    const open = async () => {
      bench = await setUp();
      const changes: SceneChange[] = [];
      bench.switcher.onProgramChange((change) => changes.push(change));
      return { ...bench, changes };
    };
    afterEach(async () => {
      await bench?.switcher.close();
      await bench?.tearDown();
      bench = null;
    });

    it('LIVE-01 shows ready, the program scene and the scenes once connected', async () => {
      const { switcher } = await open();
      expect(switcher.status).toMatchObject({
        link: 'ready',
        problem: null,
        programScene: 'A',
        studioMode: false,
      });
      expect(switcher.status.scenes).toEqual(expect.arrayContaining(['A', 'B', 'C']));
    });

    it('LIVE-01 confirms a cut and a fade, with program and the change told before that', async () => {
      const { switcher, changes } = await open();
      for (const [sceneName, transition] of [
        ['B', { kind: 'Cut', durationMs: 0 }],
        ['C', { kind: 'Fade', durationMs: 200 }],
        ['A', null],
      ] as const) {
        const outcome = await switcher.switchTo(request(sceneName, { transition }));
        expect(outcome).toMatchObject({ result: 'confirmed' });
        expect(switcher.status.programScene).toBe(sceneName);
        expect(changes.at(-1)).toEqual({ sceneName, by: 'ours' });
      }
      expect(changes).toHaveLength(3);
    });

    it('confirms a scene that is on program already and tells no change', async () => {
      const { switcher, changes } = await open();
      expect(await switcher.switchTo(request('A'))).toMatchObject({ result: 'confirmed' });
      expect(changes).toEqual([]);
    });

    it('PREP-07 refuses a scene the switcher does not have, by its name', async () => {
      const { switcher } = await open();
      for (const transition of [null, { kind: 'Cut', durationMs: 0 }] as const) {
        expect(await switcher.switchTo(request('没有这个场景', { transition }))).toEqual({
          result: 'failed',
          code: 'SCENE_NOT_FOUND',
          params: { sceneName: '没有这个场景' },
        });
      }
      expect(switcher.status.programScene).toBe('A');
    });

    it('PREP-07 shows a renamed scene under its new name', async () => {
      const { switcher, operatorRenames } = await open();
      const renames: SceneRename[] = [];
      switcher.onSceneRenamed((rename) => renames.push(rename));
      await operatorRenames('B', '特写二');
      const { scenes } = await statusWith(switcher, (status) => status.scenes.includes('特写二'));
      expect(scenes).not.toContain('B');
      await expect.poll(() => renames).toEqual([{ from: 'B', to: '特写二' }]);
    });

    it('LIVE-01 mirrors a change made in the switcher', async () => {
      const { switcher, changes, operatorSwitches } = await open();
      await operatorSwitches('C');
      await statusWith(switcher, (status) => status.programScene === 'C');
      await expect.poll(() => changes).toEqual([{ sceneName: 'C', by: 'operator' }]);
    });

    it('keeps only the newest of several requests at once', async () => {
      const { switcher, changes } = await open();
      const outcomes = await Promise.all(
        ['B', 'C', 'B', 'C'].map((name) => switcher.switchTo(request(name))),
      );
      expect(outcomes.slice(0, 3).map((outcome) => outcome.result === 'failed' && outcome.code)).toEqual([
        'SUPERSEDED',
        'SUPERSEDED',
        'SUPERSEDED',
      ]);
      expect(outcomes[3]).toMatchObject({ result: 'confirmed' });
      expect(switcher.status.programScene).toBe('C');
      expect(changes.at(-1)).toEqual({ sceneName: 'C', by: 'ours' });
    });

    it('a newer cut replaces a fade that is still running', async () => {
      const { switcher, changes } = await open();
      const fade = switcher.switchTo(request('B', { transition: { kind: 'Fade', durationMs: 1_500 } }));
      await new Promise((resolve) => setTimeout(resolve, 300)); // well inside the fade
      const cut = switcher.switchTo(request('C'));
      expect(await fade).toMatchObject({ result: 'failed', code: 'SUPERSEDED' });
      const outcome = await cut;
      expect(outcome).toMatchObject({ result: 'confirmed' });
      expect(outcome.result === 'confirmed' && outcome.tookMs).toBeLessThan(1_000);
      expect(changes).toEqual([{ sceneName: 'C', by: 'ours' }]);
    });

    it('a person who chooses another scene during our fade wins', async () => {
      const { switcher, changes, operatorSwitches } = await open();
      const fade = switcher.switchTo(request('B', { transition: { kind: 'Fade', durationMs: 1_500 } }));
      await new Promise((resolve) => setTimeout(resolve, 300)); // well inside the fade
      await operatorSwitches('C');
      expect(await fade).toMatchObject({ result: 'failed', code: 'OPERATOR_TOOK_OVER' });
      expect(switcher.status.programScene).toBe('C');
      expect(changes).toEqual([{ sceneName: 'C', by: 'operator' }]);
    });

    it('keeps a preview note and refuses an unknown scene for it', async () => {
      const { switcher } = await open();
      expect(await switcher.preview('B')).toMatchObject({ result: 'confirmed' });
      expect(switcher.status).toMatchObject({ previewScene: 'B', programScene: 'A' });
      expect(await switcher.preview('没有')).toMatchObject({ result: 'failed', code: 'SCENE_NOT_FOUND' });
    });

    it('creates the missing placeholder scenes only', async () => {
      const { switcher } = await open();
      const wanted = [
        { name: 'A', label: '主讲' },
        { name: '垫片', label: '马上回来' },
      ];
      expect(await switcher.createPlaceholderScenes(wanted)).toEqual({ created: ['垫片'], failed: [] });
      expect(switcher.status.scenes).toContain('垫片');
      expect(await switcher.createPlaceholderScenes(wanted)).toEqual({ created: [], failed: [] });
      expect(await switcher.switchTo(request('垫片'))).toMatchObject({ result: 'confirmed' });
    });

    it('LIVE-08 shows a lost link, sends nothing late, and is ready again by itself', async () => {
      const { switcher, breakLink, mendLink } = await open();
      await breakLink();
      expect(switcher.status.link).toBe('down');
      expect(switcher.status.problem).not.toBeNull();
      expect(await switcher.switchTo(request('B'))).toMatchObject({
        result: 'failed',
        code: 'SWITCHER_OFFLINE',
      });
      expect(await switcher.preview('B')).toMatchObject({ result: 'failed', code: 'SWITCHER_OFFLINE' });
      expect(await switcher.setMuted(true)).toMatchObject({ result: 'failed', code: 'SWITCHER_OFFLINE' });
      expect(await switcher.controlOutput('record', 'start')).toMatchObject({ code: 'SWITCHER_OFFLINE' });
      expect(switcher.status.record).toBe('unknown');
      await mendLink();
      const { problem } = await statusWith(switcher, (status) => status.link === 'ready');
      expect(problem).toBeNull();
      expect(switcher.status.programScene).toBe('A');
      expect(await switcher.switchTo(request('B'))).toMatchObject({ result: 'confirmed' });
    });

    it('LIVE-08 a recording is started and stopped, each confirmed only once its own state shows it', async () => {
      const { switcher } = await open();
      expect(switcher.status.record).toBe('stopped');
      expect(await switcher.controlOutput('record', 'start')).toMatchObject({ result: 'confirmed' });
      expect(switcher.status.record).toBe('active');
      expect(await switcher.controlOutput('record', 'start'), 'it runs already').toMatchObject({
        result: 'confirmed',
      });
      await statusWith(switcher, ({ figures }) => (figures.record?.durationMs ?? 0) > 0);
      const stopped = await switcher.controlOutput('record', 'stop');
      expect(stopped).toMatchObject({ result: 'confirmed', file: expect.stringContaining('re') });
      expect(switcher.status.record).toBe('stopped');
      await statusWith(switcher, ({ figures }) => figures.record === undefined);
      expect(await switcher.controlOutput('record', 'pause')).toMatchObject({ code: 'OUTPUT_NOT_RUNNING' });
    });

    it('LIVE-08 start and stop pressed at once leave no recording, start again leaves one', async () => {
      const { switcher } = await open();
      const presses = (['start', 'stop', 'start', 'stop'] as const).map((action) =>
        switcher.controlOutput('record', action),
      );
      const outcomes = await Promise.all(presses);
      expect(
        outcomes.map((outcome) => (outcome.result === 'failed' ? outcome.code : outcome.result)),
      ).toEqual(['SUPERSEDED', 'SUPERSEDED', 'SUPERSEDED', 'confirmed']);
      expect(switcher.status.record).toBe('stopped');
      const [stop, start] = await Promise.all([
        switcher.controlOutput('record', 'stop'),
        switcher.controlOutput('record', 'start'),
      ]);
      expect(stop.result === 'confirmed' || stop.code === 'SUPERSEDED').toBe(true);
      expect(start).toEqual({ result: 'confirmed', file: null });
      expect(switcher.status.record).toBe('active');
      expect(await switcher.controlOutput('record', 'stop')).toMatchObject({ result: 'confirmed' });
    });

    it('LIVE-08 the replay buffer is saved only while it runs, and names its file', async () => {
      const { switcher } = await open();
      expect(await switcher.controlOutput('replay', 'save')).toMatchObject({ code: 'OUTPUT_NOT_RUNNING' });
      expect(await switcher.controlOutput('replay', 'start')).toMatchObject({ result: 'confirmed' });
      await new Promise((resolve) => setTimeout(resolve, 1_000)); // something to save
      const saved = await switcher.controlOutput('replay', 'save');
      expect(saved).toMatchObject({ result: 'confirmed', file: expect.stringMatching(/replay/i) });
      expect(await switcher.controlOutput('replay', 'stop')).toMatchObject({ result: 'confirmed' });
      expect(switcher.status.replay).toBe('stopped');
    });

    it('LIVE-01 levels come while somebody listens, follow the mute, and stop with the last listener', async () => {
      const { switcher, audioInput } = await open();
      const input = await audioInput();
      await statusWith(switcher, ({ inputs }) => inputs.some(({ name }) => name === input));
      let frames = 0;
      let latest = -Infinity;
      const stop = switcher.onMeters((frame) => {
        frames += 1;
        latest = frame.find(({ name }) => name === input)?.peakDb ?? -Infinity;
      });
      await expect.poll(() => latest, { timeout: 5_000 }).toBeGreaterThan(-40);
      expect(await switcher.changeInput(input, { kind: 'mute', muted: true })).toMatchObject({
        result: 'confirmed',
      });
      expect(switcher.status.inputs.find(({ name }) => name === input)?.muted).toBe(true);
      await expect.poll(() => latest, { timeout: 5_000 }).toBeLessThan(-60);
      expect(await switcher.changeInput(input, { kind: 'mute', muted: false })).toMatchObject({
        result: 'confirmed',
      });
      expect(await switcher.changeInput(input, { kind: 'volume', volumeDb: -20 })).toMatchObject({
        result: 'confirmed',
      });
      expect(switcher.status.inputs.find(({ name }) => name === input)?.volumeDb).toBeCloseTo(-20, 1);
      const before = { frames, atMs: performance.now() };
      await expect.poll(() => frames, { timeout: 5_000 }).toBeGreaterThan(before.frames + 10);
      const perSecond = ((frames - before.frames) * 1_000) / (performance.now() - before.atMs);
      expect(perSecond).toBeLessThanOrEqual(15);
      stop();
      const last = frames;
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(frames).toBe(last);
      expect(await switcher.changeInput('没有这个输入', { kind: 'mute', muted: true })).toMatchObject({
        code: 'INPUT_NOT_FOUND',
      });
    });

    it('settles what is pending when it is closed', async () => {
      const { switcher } = await open();
      const pending = switcher.switchTo(request('B', { transition: { kind: 'Fade', durationMs: 1_500 } }));
      await switcher.close();
      expect(await pending).toMatchObject({ result: 'failed' });
      expect(switcher.status.link).toBe('off');
      expect(await switcher.switchTo(request('B'))).toMatchObject({
        result: 'failed',
        code: 'SWITCHER_OFFLINE',
      });
    });
  });
}
