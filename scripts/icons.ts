import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { icnsFile, icoFile, type SizedPng } from './iconFiles.ts';

/**
 * `npm run icons`: every icon of the desktop from the one drawing the pages use, too. Its results are committed,
 * so that nobody needs this to build or to package Kaibo.
 */
const ROOT = join(import.meta.dirname, '..');
const OUT = join(ROOT, 'resources/icons');
const drawing = readFileSync(join(ROOT, 'src/renderer/common/icon.svg'), 'utf8');
/** macOS colours a tray icon itself: it wants the shape alone, in black, without the tile behind it. */
const shape = drawing.replace(/<rect width="64"[^>]*\/>/u, '').replaceAll('#e8edf2', '#000000');
if (shape === drawing || !shape.includes('#000000'))
  throw new Error('icon.svg is drawn another way now; tell this script which part of it is the tile');

const render = (svg: string, size: number): SizedPng => ({
  size,
  png: new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render().asPng(),
});
const write = (name: string, data: Uint8Array): void => {
  const file = join(OUT, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, data);
};

rmSync(OUT, { recursive: true, force: true });
for (const size of [16, 32, 48, 64, 128, 256, 512])
  write(`linux/${size}x${size}.png`, render(drawing, size).png);
write('app.ico', icoFile([16, 24, 32, 48, 64, 128, 256].map((size) => render(drawing, size))));
write('app.icns', icnsFile([32, 64, 128, 256, 512, 1024].map((size) => render(drawing, size))));
for (const [suffix, scale] of [
  ['', 1],
  ['@2x', 2],
] as const) {
  write(`tray${suffix}.png`, render(drawing, 24 * scale).png);
  write(`trayTemplate${suffix}.png`, render(shape, 18 * scale).png);
}
