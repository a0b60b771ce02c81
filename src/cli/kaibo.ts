import { KaiboError } from '#shared/errors';
import { KAIBO_VERSION } from '#core/version';

const USAGE = `kaibo ${KAIBO_VERSION}

  kaibo serve [--data DIR] [--host 127.0.0.1] [--port 0] [--demo] [--speed N] [--ready-json]
      runs the studio; --demo brings the sample show, --speed plays rehearsals N times as fast
  kaibo import FILE --data DIR          a show file (JSON) in, all or nothing
  kaibo export SHOW --data DIR [--format json|md]
  kaibo log --data DIR [--after SEQ]    the event log as NDJSON
  kaibo backup FILE --data DIR          a copy of the whole data folder's database, also while it runs
  kaibo restore FILE --data DIR         puts a copy back; what was there is kept aside
  kaibo verify-draw FILE                checks a published prize draw
  kaibo doctor [--data DIR]             checks what this machine has and says what is missing`;

type Run = (args: string[]) => Promise<number> | number;
const COMMANDS: Readonly<Record<string, () => Promise<Run>>> = {
  serve: async () => (await import('./serve.ts')).serve,
  import: async () => (await import('./shows.ts')).importShow,
  export: async () => (await import('./shows.ts')).exportShow,
  log: async () => (await import('./log.ts')).printLog,
  backup: async () => (await import('./backup.ts')).backup,
  restore: async () => (await import('./backup.ts')).restore,
  'verify-draw': () =>
    Promise.resolve(() => {
      throw new KaiboError('NOT_IMPLEMENTED_HERE', { what: 'verify-draw' });
    }),
  doctor: async () => (await import('./doctor.ts')).doctor,
};

async function main([name = '', ...args]: string[]): Promise<number> {
  if (name === '--version') {
    process.stdout.write(`${KAIBO_VERSION}\n`);
    return 0;
  }
  const load = COMMANDS[name];
  if (load === undefined) {
    (name === '' || name === '--help' || name === 'help' ? process.stdout : process.stderr).write(
      `${USAGE}\n`,
    );
    return name === '--help' || name === 'help' ? 0 : 2;
  }
  const run = await load();
  return run(args);
}

// `kaibo log | head`: whoever read has enough. A studio goes on without its reader.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  if (process.argv[2] !== 'serve') process.exit();
});
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof KaiboError) process.stderr.write(`kaibo: ${error.code}: ${error.message}\n`);
  else if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
    process.stderr.write(`kaibo: ${error.message}\n`);
  // A file or folder that the system does not let us use; its message begins with the system’s own code.
  else if (error instanceof Error && 'syscall' in error) process.stderr.write(`kaibo: ${error.message}\n`);
  else throw error;
  process.exitCode = 1;
}
