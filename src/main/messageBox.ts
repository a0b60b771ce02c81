import type { BrowserWindow, Dialog, MessageBoxOptions } from 'electron';

/** Asks or tells a person; resolves with the index of the button. */
export type AskPerson = (options: MessageBoxOptions) => Promise<number>;

/**
 * Message boxes on a window that is in sight. Without one a Mac stands still until the answer is there: nothing
 * would watch over the core, and no panic key would be heard.
 */
export function createMessageBox(
  dialog: Pick<Dialog, 'showMessageBox'>,
  Window: Pick<typeof BrowserWindow, 'getFocusedWindow' | 'getAllWindows'>,
): AskPerson {
  return async (options) => {
    const parent =
      Window.getFocusedWindow() ??
      Window.getAllWindows().find((window) => window.isVisible() && !window.isMinimized());
    const { response } = await (parent === undefined
      ? dialog.showMessageBox(options)
      : dialog.showMessageBox(parent, options));
    return response;
  };
}
