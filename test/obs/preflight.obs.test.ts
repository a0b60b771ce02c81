import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStudio, type RunningStudio } from '#core/studio';
import type { CommandInput } from '#shared/model/commands';
import { preflight, type PreflightRow } from '#shared/run/preflight';
import { STUDIO_PRINCIPAL } from '../../src/core/run/executor.ts';
import { startObs, waitFor, type TestObs } from '../support/obs.ts';

let obs: TestObs;
let running: RunningStudio;
const dir = mkdtempSync(join(tmpdir(), 'kaibo-preflight-'));

beforeAll(async () => {
  obs = await startObs({ testFile: import.meta.filename });
  running = await createStudio({
    dataDir: join(dir, 'data'),
    host: '127.0.0.1',
    port: 0,
    rendererDir: dir,
    demoShowFile: resolve(import.meta.dirname, '../../resources/demo/show.json'),
  });
});
afterAll(async () => {
  await running.stop();
  await obs.stop();
  rmSync(dir, { recursive: true, force: true });
});

const send = (command: Pick<CommandInput, 'type' | 'payload'>): void => {
  const result = running.studio.execute({ id: crypto.randomUUID(), ...command }, STUDIO_PRINCIPAL);
  if (!result.ok) throw new Error(result.error.message);
};
const rows = () => preflight(running.studio.executor.state, running.studio.board.status.switcher);
function row<Check extends PreflightRow['check']>(check: Check) {
  return rows().find((each): each is Extract<PreflightRow, { check: Check }> => each.check === check);
}
const until = <Check extends PreflightRow['check']>(check: Check, verdict: PreflightRow['verdict']) =>
  waitFor(`${check} ${verdict}`, () => row(check)?.verdict === verdict && row(check), 15_000);

describe('preflight with a real OBS', () => {
  it('PREP-07 a fresh OBS lacks every scene of the show by name; one press makes placeholders', async () => {
    send({ type: 'obs.settings', payload: { url: obs.url, password: obs.password } });
    await until('link', 'ok');
    const lacking = await until('scenes', 'attention');
    expect(lacking?.missing.map((scene) => scene.label)).toContain('主播近景');
    send({ type: 'scene.createMissing', payload: {} });
    await until('scenes', 'ok');
  });

  it('PREP-07 frame rate, dropped frames and disk are OBS’s own figures', async () => {
    const fps = await waitFor('figures', () => row('fps')?.verdict === 'ok' && row('fps'), 15_000);
    const operator = await obs.controller();
    const { activeFps } = await operator.call('GetStats');
    // Read at another moment, and OBS draws in software here.
    expect(Math.abs((fps?.params.fps ?? 0) - activeFps)).toBeLessThanOrEqual(2);
    expect(row('disk')?.params.freeGb).toBeGreaterThan(0);
    expect(row('skippedFrames')?.verdict).not.toBe('unknown');
    process.stdout.write(
      `OBS: ${fps?.params.fps} fps, ${row('skippedFrames')?.params.frames} dropped, ${row('disk')?.params.freeGb} GB free\n`,
    );
  });

  it('PREP-07 a scene renamed in OBS is reported by name with the re-map offer, and works once it is re-mapped', async () => {
    const operator = await obs.controller();
    await operator.call('SetSceneName', { sceneName: '02_主播近景', newSceneName: '2号机 主播近景' });
    const renamed = await until('scenes', 'attention');
    expect(renamed?.missing).toEqual([
      { sceneId: 'sc-close', label: '主播近景', obsSceneName: '02_主播近景', suggestion: '2号机 主播近景' },
    ]);
    send({ type: 'scene.remap', payload: { sceneId: 'sc-close', obsSceneName: '2号机 主播近景' } });
    expect(row('scenes')?.verdict).toBe('ok');
    send({ type: 'scene.switch', payload: { sceneId: 'sc-close' } });
    await waitFor(
      'the re-mapped scene on program',
      () => running.studio.board.status.switcher.programScene === '2号机 主播近景',
    );
    await waitFor('the walk to be remembered', () =>
      Object.hasOwn(running.studio.executor.state.prep.walkedScenes, 'sc-close'),
    );
  });
});
