import { execFile, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';

/** A network namespace with nothing but loopback: every other interface is gone, not just unused. */
const ONLY_LOOPBACK = ['-n', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
const canUnplug =
  process.platform === 'linux' && spawnSync('unshare', [...ONLY_LOOPBACK, 'true']).status === 0;

const resultSchema = z.object({
  interfaces: z.array(z.string()),
  segmentsEntered: z.number(),
  segments: z.number(),
  automaticCues: z.number(),
  notConfirmed: z.array(z.string()),
  overrunMs: z.number().nullable(),
  gapless: z.boolean(),
  problems: z.string(),
});

test.skipIf(!canUnplug)(
  'XC-01 XC-09 the full sample show runs, sped up, with every network interface but loopback down and without OBS',
  { timeout: 240_000 },
  async () => {
    const program = resolve(import.meta.dirname, '../../support/wholeShow.ts');
    const { stdout } = await promisify(execFile)('unshare', [...ONLY_LOOPBACK, process.execPath, program]);
    const result = resultSchema.parse(JSON.parse(stdout));
    console.log(
      `${result.segmentsEntered} of ${result.segments} segments, ${result.automaticCues - result.notConfirmed.length} of ${result.automaticCues} automatic cues on program, interfaces: ${result.interfaces.join(' ')}, end ${Math.round((result.overrunMs ?? 0) / 1000)} s of show time off`,
    );
    expect(result).toMatchObject({
      interfaces: ['lo'],
      segmentsEntered: result.segments,
      notConfirmed: [],
      gapless: true,
    });
    expect(result.segments).toBe(14);
  },
);
