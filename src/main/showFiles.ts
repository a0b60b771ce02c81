import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { BrowserWindow, Dialog } from 'electron';
import type { PickedFile } from '../shared/desktopShell.ts';
import type { CoreClient } from './coreClient.ts';
import type { AskPerson } from './messageBox.ts';
import { failureSentence, filled, type Words } from './words.ts';

/** The same limit as the core's (POST /api/v1/import): a larger file is refused before it is read. */
const LIMIT_BYTES = 32 * 1024 * 1024;

type Dialogs = Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>;
export type ShowFiles = {
  readonly pick: (window: BrowserWindow | null) => Promise<PickedFile | null>;
  readonly save: (window: BrowserWindow | null, name: string, text: string) => Promise<boolean>;
  /** From file to core, with the outcome told: for the menu, where no page could tell it. */
  readonly importShow: () => Promise<void>;
  readonly exportShow: () => Promise<void>;
};

/** Shows in and out through the system's dialogs. */
export function createShowFiles(
  dialog: Dialogs,
  ask: AskPerson,
  words: () => Words,
  client: CoreClient,
  folder: () => string,
): ShowFiles {
  const filters = () => [{ name: words().files.showFile, extensions: ['json'] }];
  const tell = async (type: 'info' | 'error', message: string, detail = ''): Promise<void> => {
    await ask({ type, message, detail, buttons: [words().files.close] });
  };

  const pick: ShowFiles['pick'] = async (window) => {
    const options = { title: words().menu.importShow, filters: filters(), properties: ['openFile' as const] };
    const { canceled, filePaths } =
      window === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options);
    const [file] = filePaths;
    if (canceled || file === undefined) return null;
    if ((await stat(file)).size > LIMIT_BYTES) {
      await tell('error', words().files.tooLarge);
      return null;
    }
    return { name: basename(file), text: await readFile(file, 'utf8') };
  };

  const save: ShowFiles['save'] = async (window, name, text) => {
    const options = {
      title: words().menu.exportShow,
      defaultPath: join(folder(), fileName(name)),
      filters: filters(),
    };
    const { canceled, filePath } =
      window === null ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(window, options);
    if (canceled || filePath === '') return false;
    await writeFile(filePath, text, { flush: true });
    return true;
  };

  const telling = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      // The system's own sentence names the file and says what is wrong with it.
      await tell('error', words().files.failed, error instanceof Error ? error.message : String(error));
    }
  };
  return {
    pick,
    save,
    importShow: () =>
      telling(async () => {
        const picked = await pick(null);
        if (picked === null) return;
        const answer = await client.importShow(picked.text);
        const { imported, notImported } = words().files;
        if (answer.ok) await tell('info', filled(imported, { name: picked.name }));
        else
          await tell(
            'error',
            filled(notImported, { name: picked.name }),
            [failureSentence(words(), answer.error), ...answer.paths.slice(0, 8)].join('\n'),
          );
      }),
    exportShow: () =>
      telling(async () => {
        const show = await client.exportOpenShow();
        if (show === null) await tell('info', words().files.nothingOpen);
        else await save(null, `${show.title}.json`, show.text);
      }),
  };
}

/** A page may suggest a name, not a place: what could lead out of the folder is taken away. */
export const fileName = (suggested: string): string =>
  suggested
    .replaceAll(/[<>:"/\\|?*\p{Cc}]/gu, '_')
    .replace(/^\.+/u, '_')
    .slice(0, 120) || 'kaibo.json';
