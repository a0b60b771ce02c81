/**
 * A core process with nothing inside: says what a real one says to its supervisor, and fails on demand.
 * `behaviour` lists what the first, second, … start does; the last entry repeats.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const behaviourSchema = z.enum([
  'serve',
  'serveDeaf',
  'serveThenCrash',
  'serveThenLoop',
  'hangAtStart',
  'crash',
  'fatal',
  'diskFull',
  'folderInUse',
  'nonsense',
]);
const options = z
  .object({
    journal: z.string(),
    behaviour: z.array(behaviourSchema),
    port: z.number().optional(),
    token: z.string().optional(),
  })
  .parse(JSON.parse(process.env['KAIBO_CORE_OPTIONS'] ?? '{}'));

appendFileSync(
  options.journal,
  `${JSON.stringify({ pid: process.pid, port: options.port, token: options.token })}\n`,
);
const startNo = readFileSync(options.journal, 'utf8').trim().split('\n').length;
const behaviour = options.behaviour[Math.min(startNo, options.behaviour.length) - 1];

const say = (message: unknown, then = (): void => {}): void => {
  process.send?.(message, then);
};
const ready = {
  type: 'ready',
  url: `http://127.0.0.1:${options.port ?? 40_000 + startNo}`,
  port: options.port ?? 40_000 + startNo,
  token: options.token ?? `token-of-start-${startNo}`,
  dataDir: '/nowhere',
  version: '0.0.0',
};

process.on('disconnect', () => process.exit(0));
switch (behaviour) {
  case 'serve':
    process.on('message', () => process.exit(0));
    say(ready);
    setInterval(() => say({ type: 'beat' }), 50);
    break;
  case 'serveDeaf':
    say(ready);
    break;
  case 'serveThenCrash':
    say(ready, () => process.exit(3));
    break;
  case 'serveThenLoop':
    say(ready, () =>
      say({ type: 'beat' }, () => {
        for (;;);
      }),
    );
    break;
  case 'hangAtStart':
    for (;;);
  case 'diskFull':
    say({ type: 'fatal', code: 'DISK_FULL', params: {} }, () => process.exit(1));
    break;
  case 'folderInUse':
    say({ type: 'fatal', code: 'DATA_FOLDER_IN_USE', params: { dataDir: '/nowhere' } }, () =>
      process.exit(1),
    );
    break;
  case 'fatal':
    say({ type: 'fatal', code: 'PORT_TAKEN', params: { port: 4455, host: '127.0.0.1' } }, () =>
      process.exit(1),
    );
    break;
  case 'nonsense':
    process.on('message', () => process.exit(0));
    say({ type: 'hello' }, () => say(ready));
    break;
  case 'crash':
  case undefined:
    process.exit(9);
}
setInterval(() => {}, 60_000);
