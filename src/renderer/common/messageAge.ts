/** A message of the director that nobody answered is history after this. */
export const FORGOTTEN_AFTER_MS = 60_000;
