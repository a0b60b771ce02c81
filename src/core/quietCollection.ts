import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';
import { runOn } from '#shared/run/state';
import type { Executor } from './run/index.ts';

/** Long enough for what a take sets off to be over, short enough that the next one finds the room empty. */
const AFTER_A_COMMIT_MS = 50;

const collectorSchema = z.custom<NonNullable<typeof globalThis.gc>>((value) => typeof value === 'function');

/**
 * Collects garbage soon after each commit, when nobody waits. V8 by itself clears the young heap when it is full,
 * which is within a take as often as anywhere, and a take then waits for a millisecond. What a large import
 * leaves behind, tens of megabytes, goes as well, unless a run would wait for that.
 *
 * To be called once the core is ready: V8’s own compiled code and the compile cache are void after a change of
 * flags, and with `--expose-gc` on its command line a core starts 15 % slower.
 */
export function collectWhenQuiet(executor: Executor): void {
  setFlagsFromString('--expose-gc');
  const collect = collectorSchema.parse(runInNewContext('gc'));
  let due: NodeJS.Timeout | null = null;
  let all = false;
  executor.onCommitted(({ events }) => {
    all ||= events.some(({ type }) => type === 'show.imported');
    due ??= setTimeout(() => {
      due = null;
      if (all && runOn(executor.state) === null) collect();
      else collect({ type: 'minor' });
      all = false;
    }, AFTER_A_COMMIT_MS);
  });
}
