import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from '#shared/zod';
import { SHELL_LANGUAGES, SHORTCUT_KEYS, type DesktopSettings } from '../shared/desktopShell.ts';
import { STATION_KINDS, type StationKind } from '../shared/model/station.ts';
import { windowHomeSchema, type WindowHome } from './displays.ts';

/** What the desktop remembers of itself on this PC: one small JSON file beside Chromium's own. */
export type DesktopMemory = {
  readonly settings: DesktopSettings;
  /** Where a person last put each station's window. */
  readonly homes: Readonly<Partial<Record<StationKind, WindowHome>>>;
};

const languageSchema = z.enum(['system', ...SHELL_LANGUAGES]);
const shortcutKeySchema = z.enum(SHORTCUT_KEYS).nullable();
/** Every key has a default, so that a file of an older Kaibo is not a damaged one. */
const desktopSettingsSchema = z.object({
  language: languageSchema.default('system'),
  prompterAtStart: z.boolean().default(false),
  shortcuts: z
    .object({ take: shortcutKeySchema.default(null), panic: shortcutKeySchema.default(null) })
    .default({ take: null, panic: null }),
});
/** What a page asks to change. */
export const desktopSettingsChangeSchema: z.ZodType<Partial<DesktopSettings>> = z.strictObject({
  language: languageSchema.exactOptional(),
  prompterAtStart: z.boolean().exactOptional(),
  shortcuts: z.strictObject({ take: shortcutKeySchema, panic: shortcutKeySchema }).exactOptional(),
});
const memorySchema: z.ZodType<DesktopMemory> = z.object({
  settings: desktopSettingsSchema.prefault({}),
  homes: z.partialRecord(z.enum(STATION_KINDS), windowHomeSchema).default({}),
});
export const DEFAULT_MEMORY: DesktopMemory = memorySchema.parse({});

export type DesktopFile = {
  readonly memory: DesktopMemory;
  /** Keeps it in mind and on disk. A disk that can't be written costs the memory over a restart, no more. */
  readonly change: (changed: Partial<DesktopMemory>) => void;
};

/** A missing file gives the defaults; a damaged one, too, and is kept aside under `.damaged`. */
export function openDesktopFile(file: string, log: (line: string) => void): DesktopFile {
  let memory = read(file, log);
  return {
    get memory() {
      return memory;
    },
    change: (changed) => {
      memory = { ...memory, ...changed };
      try {
        writeWhole(file, JSON.stringify(memory, null, 2));
      } catch (error) {
        log(`${file} is not written: ${String(error)}`);
      }
    },
  };
}

function read(file: string, log: (line: string) => void): DesktopMemory {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (!isAbsent(error)) log(`${file} can't be read: ${String(error)}`);
    return DEFAULT_MEMORY;
  }
  try {
    return memorySchema.parse(JSON.parse(text));
  } catch (error) {
    log(`${file} is damaged; the desktop starts with its defaults. ${String(error)}`);
    setAside(file, log);
    return DEFAULT_MEMORY;
  }
}

export function setAside(file: string, log: (line: string) => void): void {
  try {
    renameSync(file, `${file}.damaged`);
  } catch (error) {
    log(`${file} can't be set aside: ${String(error)}`);
  }
}

export const isAbsent = (error: unknown): boolean =>
  z.object({ code: z.literal('ENOENT') }).safeParse(error).success;

/** Whole or not at all: a PC that is switched off meanwhile has the old file. Only this user may read it. */
export function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.part`, text, { mode: 0o600, flush: true });
  renameSync(`${file}.part`, file);
}
