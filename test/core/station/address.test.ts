import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStudio, type RunningStudio } from '#core/studio';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let dataDir: string;
let lines: string[];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'kaibo-address-'));
  lines = [];
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const open = (port = 0): Promise<RunningStudio> =>
  createStudio({
    dataDir,
    host: '127.0.0.1',
    port,
    rendererDir: join(dataDir, 'pages'),
    log: (line) => lines.push(line),
  });

const overlayOf = ({ studio }: RunningStudio): string => studio.board.status.overlayUrl;

/** Opens a studio and closes it again. */
async function openOnce(port?: number): Promise<{ readonly port: number; readonly overlay: string }> {
  const room = await open(port);
  const at = { port: room.port, overlay: overlayOf(room) };
  await room.stop();
  return at;
}

describe('XC-07 the address of a studio', () => {
  it('is the same when it is opened again: screens keep their settings, OBS its overlay', async () => {
    const first = await openOnce();
    expect(await openOnce()).toEqual(first);
    expect(lines).toEqual([]);
  });

  it('is another one when a program has taken the port meanwhile, stays there, and is told', async () => {
    const first = await openOnce();
    const other = createServer();
    await new Promise<void>((listening) => other.listen(first.port, '127.0.0.1', listening));
    const second = await openOnce();
    await new Promise((closed) => other.close(closed));
    expect(second.port).not.toBe(first.port);
    expect(lines).toEqual([expect.stringContaining(`port ${second.port}, last time on ${first.port}`)]);
    expect(await openOnce()).toEqual(second);
  });

  it('is the one asked for, or none', async () => {
    const { port } = await openOnce();
    const other = createServer();
    await new Promise<void>((listening) => other.listen(port, '127.0.0.1', listening));
    await expect(open(port)).rejects.toMatchObject({ code: 'PORT_TAKEN', params: { port } });
    await new Promise((closed) => other.close(closed));
  });
});
