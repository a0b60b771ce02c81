import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { z } from '#shared/zod';
import { runOn } from '#shared/run/state';
import type { Executor } from './run/index.ts';

/** Long enough for what a command sets off to be over, short enough that the next take finds the room empty. */
const AFTER_A_COMMIT_MS = 50;

const collectorSchema = z.custom<NonNullable<typeof globalThis.gc>>((value) => typeof value === 'function');

/**
 * Collects garbage once nobody has written anything for a moment. V8 by itself clears the young heap when it is
 * full, which is within a take as often as anywhere, and a take then waits for a millisecond. What a large import
 * leaves behind, tens of megabytes, goes as well, after the run if there is one: a run would wait for that.
 *
 * To be called once the core is ready: V8’s own compiled code and the compile cache are void after a change of
 * flags, and with `--expose-gc` on its command line a core starts 15 % slower. Where no collector is to be had,
 * V8 is left to itself; so it is in Electron, whose V8 may have its flags frozen and then ends whoever sets one.
 */
export function collectWhenQuiet(executor: Executor): void {
  if (process.versions['electron'] !== undefined) return;
  setFlagsFromString('--expose-gc');
  const { data: collect } = collectorSchema.safeParse(runInNewContext('globalThis.gc'));
  if (collect === undefined) return;
  let due: NodeJS.Timeout | null = null;
  let all = false;
  executor.onCommitted(({ events }) => {
    all ||= events.some(({ type }) => type === 'show.imported');
    due =
      due?.refresh() ??
      setTimeout(() => {
        due = null;
        if (all && runOn(executor.state) === null) {
          collect();
          all = false;
        } else collect({ type: 'minor' });
      }, AFTER_A_COMMIT_MS);
  });
}
