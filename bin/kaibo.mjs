#!/usr/bin/env node
import module from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { builtCli } from './builtCli.mjs';
import { continueOnNode24 } from './node24.mjs';

await continueOnNode24(fileURLToPath(import.meta.url), process.argv.slice(2));
// What was compiled once (and stripped of its types) is kept in the system's temporary folder.
module.enableCompileCache();
const built = builtCli(fileURLToPath(new URL('..', import.meta.url)));
await import(built === null ? '../src/cli/kaibo.ts' : pathToFileURL(built).href);
