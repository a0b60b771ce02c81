import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLogFile } from '#main/logFile';

let dir: string;
beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'kaibo-log-')), 'logs');
});
afterEach(() => rmSync(join(dir, '..'), { recursive: true, force: true }));

const now = (): Date => new Date('2026-11-11T12:00:00.000Z');

describe('XC-08 the log of the desktop', () => {
  it('XC-08 each line is on disk at once, with its time, readable by this user only', () => {
    const log = openLogFile(dir, { now });
    log.write('core ended: exit code 9');
    expect(readFileSync(join(dir, 'kaibo.log'), 'utf8')).toBe(
      '2026-11-11T12:00:00.000Z core ended: exit code 9\n',
    );
  });

  it('XC-08 it keeps the newest lines in a fixed number of files of a fixed size', () => {
    const log = openLogFile(dir, { now, limitBytes: 200, keptFiles: 3 });
    for (let line = 1; line <= 40; line += 1) log.write(`line ${line}`);
    expect(readdirSync(dir).toSorted()).toEqual(['kaibo.1.log', 'kaibo.2.log', 'kaibo.log']);
    const texts = ['kaibo.2.log', 'kaibo.1.log', 'kaibo.log'].map((name) =>
      readFileSync(join(dir, name), 'utf8'),
    );
    for (const text of texts) expect(text.length).toBeLessThanOrEqual(200);
    const numbers = [...texts.join('').matchAll(/line (\d+)/gu)].map(([, number]) => Number(number));
    expect(numbers.at(-1)).toBe(40);
    expect(numbers).toEqual(numbers.map((_each, index) => 40 - numbers.length + 1 + index));
  });

  it('XC-08 a folder that can’t be written to stops nothing, and is told', () => {
    mkdirSync(join(dir, '..'), { recursive: true });
    writeFileSync(dir, 'a file where the folder should be');
    const faults: unknown[] = [];
    openLogFile(dir, { onFault: (error) => faults.push(error) }).write('lost');
    expect(faults).toHaveLength(1);
  });
});
