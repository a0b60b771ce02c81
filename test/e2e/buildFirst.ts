import { ensureBuilt } from '../../scripts/freshBuild.ts';

/** The browser tests look at the built pages, so these must be the pages of today’s sources. */
export default function buildFirst(): void {
  ensureBuilt();
}
