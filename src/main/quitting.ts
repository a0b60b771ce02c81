import type { App, Dialog } from 'electron';
import type { Words } from './words.ts';

/**
 * How the desktop ends: never by itself, never by a key meant for another window while a run is on, and not
 * before the core has stopped.
 */
export function guardQuitting({
  app,
  dialog,
  words,
  isRunOn,
  stopCore,
  report,
}: {
  readonly app: Pick<App, 'on' | 'quit'>;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly words: () => Words;
  readonly isRunOn: () => boolean;
  readonly stopCore: () => Promise<void>;
  readonly report: (what: string) => (reason: unknown) => void;
}): void {
  let mayQuit = false;
  let coreStopped = false;
  /** Quits when the person says so; staying is the default. */
  const ask = (type: 'question' | 'warning', texts: Words['lastWindow'], what: string): void => {
    const { message, detail, stay, quit } = texts;
    dialog
      .showMessageBox({ type, message, detail, buttons: [stay, quit], defaultId: 0, cancelId: 0 })
      .then(({ response }) => {
        if (response !== 1) return;
        mayQuit = true;
        app.quit();
      })
      .catch(report(what));
  };
  // Closing windows never ends a show: tablets, the prompter and OBS may still hang on the core.
  app.on('window-all-closed', () => ask('question', words().lastWindow, 'last window'));
  app.on('before-quit', (event) => {
    if (mayQuit || !isRunOn()) return;
    event.preventDefault();
    ask('warning', words().quitDuringRun, 'quit');
  });
  // The core is asked to stop before the last of us goes, so that its database is closed in order.
  app.on('will-quit', (event) => {
    if (coreStopped) return;
    event.preventDefault();
    void stopCore()
      .catch(report('stop'))
      .finally(() => {
        coreStopped = true;
        app.quit();
      });
  });
}
