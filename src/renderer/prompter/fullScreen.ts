/** Full screen on or off: by the desktop window where there is one, else by the browser. */
export async function toggleFullScreen(): Promise<void> {
  if (window.kaiboShell !== undefined) await window.kaiboShell.toggleFullScreen();
  else if (document.fullscreenElement !== null) await document.exitFullscreen();
  else await document.documentElement.requestFullscreen({ navigationUI: 'hide' });
}
