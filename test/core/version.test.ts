import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { KAIBO_VERSION } from '#core/version';

it('the version that Kaibo says is the one of its package', () => {
  const text = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8');
  expect(z.object({ version: z.string() }).parse(JSON.parse(text)).version).toBe(KAIBO_VERSION);
});
