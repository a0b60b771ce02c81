import type { LookSetting } from './stationLook.ts';

/** What the settings hold, in the order in which a clicker walks through them. */
export const SETTINGS_ROWS = [
  'motion',
  'pace',
  'fontPx',
  'lineHeight',
  'marginPercent',
  'mirror',
  'ink',
  'strip',
  'card',
  'fullScreen',
] as const;
export type SettingsRow = (typeof SETTINGS_ROWS)[number];

export function neighbourRow(row: SettingsRow, direction: 1 | -1): SettingsRow {
  const index = (SETTINGS_ROWS.indexOf(row) + direction + SETTINGS_ROWS.length) % SETTINGS_ROWS.length;
  return SETTINGS_ROWS[index] ?? 'motion';
}

/** Rows that are a setting of this screen's look. */
export function lookSettingOf(row: SettingsRow): LookSetting | null {
  return row === 'motion' || row === 'pace' || row === 'fullScreen' ? null : row;
}
