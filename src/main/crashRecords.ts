import { mkdirSync } from 'node:fs';
import type { App, CrashReporter } from 'electron';

/**
 * Crashes are kept on this PC and sent nowhere: minidumps of any of our processes in `dir`, what was thrown in
 * this one in the log. It is thrown in a shell around the core, so that the show is better served by a shell that
 * goes on than by one that takes the core with it.
 */
export function keepCrashRecords(
  app: Pick<App, 'on' | 'setPath'>,
  crashReporter: Pick<CrashReporter, 'start'>,
  dir: string,
  log: (line: string) => void,
): void {
  try {
    mkdirSync(dir, { recursive: true });
    app.setPath('crashDumps', dir);
  } catch (error) {
    log(`${dir} can't be made: ${String(error)}`);
  }
  // The terminal it was started from may be closed: a line that can't be written there must not be a crash, too.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  crashReporter.start({ uploadToServer: false });
  const keep = (what: string) => (error: unknown) =>
    log(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.on('uncaughtException', keep('uncaught in main'));
  process.on('unhandledRejection', keep('unhandled in main'));
  app.on('child-process-gone', (_event, { type, name, reason, exitCode }) =>
    log(`${name ?? type} ended: ${reason} (${exitCode})`),
  );
}
