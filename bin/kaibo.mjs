#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { continueOnNode24 } from './node24.mjs';

await continueOnNode24(fileURLToPath(import.meta.url), process.argv.slice(2));
await import('../src/cli/kaibo.ts');
