#!/usr/bin/env node
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { continueOnNode24 } from './node24.mjs';

await continueOnNode24(fileURLToPath(import.meta.url), process.argv.slice(2));
// What was compiled once (and stripped of its types) is kept in the system's temporary folder: a third of the start.
module.enableCompileCache();
await import('../src/cli/kaibo.ts');
