import type { App } from 'electron';
import type { AskPerson } from './messageBox.ts';
import type { Words } from './words.ts';

/**
 * How the desktop ends: never by itself, never by a key meant for another window while a run is on, and not
 * before the core has stopped.
 */
export function guardQuitting({
  app,
  ask: show,
  platform,
  words,
  isRunOn,
  stopCore,
  report,
}: {
  readonly app: Pick<App, 'on' | 'quit'>;
  /** Resolves with the index of the button. */
  readonly ask: AskPerson;
  readonly platform: NodeJS.Platform;
  readonly words: () => Words;
  readonly isRunOn: () => boolean;
  readonly stopCore: () => Promise<void>;
  readonly report: (what: string) => (reason: unknown) => void;
}): void {
  let mayQuit = false;
  let coreStopped = false;
  let isAsking = false;
  /** Quits when the person says so; staying is the default. */
  const ask = (type: 'question' | 'warning', texts: Words['lastWindow'], what: string): void => {
    if (isAsking) return;
    isAsking = true;
    const { message, detail, stay, quit } = texts;
    show({ type, message, detail, buttons: [stay, quit], defaultId: 0, cancelId: 0 })
      .then((button) => {
        if (button !== 1) return;
        mayQuit = true;
        app.quit();
      })
      .catch(report(what))
      .finally(() => (isAsking = false));
  };
  const askDuringRun = (): void => ask('warning', words().quitDuringRun, 'quit');
  // Closing windows never ends a show: tablets, the prompter and OBS may still hang on the core.
  app.on('window-all-closed', () => {
    // A program without a window is usual on a Mac, and a question without one holds everything up there.
    if (platform === 'darwin') return;
    if (isRunOn()) askDuringRun();
    else ask('question', words().lastWindow, 'last window');
  });
  app.on('before-quit', (event) => {
    if (mayQuit || !isRunOn()) return;
    event.preventDefault();
    askDuringRun();
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
