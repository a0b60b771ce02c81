// Runs a script of the project, TypeScript and all, whatever Node npm was started with:
// node bin/script.mjs scripts/test.ts …
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { continueOnNode24 } from './node24.mjs';

const [script, ...args] = process.argv.slice(2);
if (script === undefined) {
  console.error('Usage: node bin/script.mjs SCRIPT [ARGUMENT…]');
  process.exit(1);
}
await continueOnNode24(fileURLToPath(import.meta.url), [script, ...args]);
process.argv.splice(1, 2, resolve(script));
await import(pathToFileURL(resolve(script)).href);
