import { createRoot } from 'react-dom/client';
import type { DesktopFacts, KaiboShell } from '#shared/desktopShell';
import { startI18n } from '../../../src/renderer/common/i18n.ts';
import { DesktopSettings } from '../../../src/renderer/console/settings/DesktopSettings.tsx';
import '../../../src/renderer/common/tokens.css';

/** The section by itself, on a desktop that another program has taken F16 from; `?browser`: on none. */
const asked: string[] = [];
let facts: DesktopFacts = {
  settings: { language: 'system', prompterAtStart: false, shortcuts: { take: null, panic: null } },
  shortcutStates: { take: 'off', panic: 'off' },
  displays: 2,
  secretsKeptBy: 'keystore',
  dataDir: 'C:\\Users\\直播间一号机\\AppData\\Roaming\\Kaibo\\data',
  logDir: 'C:\\Users\\直播间一号机\\AppData\\Roaming\\Kaibo\\logs',
};
const shell: KaiboShell = {
  versions: { electron: '', chrome: '' },
  openStation: () => Promise.resolve(),
  toggleFullScreen: () => Promise.resolve(false),
  pickShowFile: () => Promise.resolve(null),
  saveFile: () => Promise.resolve(false),
  openFolder: (folder) => {
    asked.push(folder);
    return Promise.resolve();
  },
  desktopFacts: () => Promise.resolve(facts),
  changeDesktopSettings: (changed) => {
    if (changed.prompterAtStart === true) return Promise.reject(new Error('the disk is full'));
    const settings = { ...facts.settings, ...changed };
    const { take, panic } = settings.shortcuts;
    const state = (key: string | null) => (key === null ? 'off' : key === 'F16' ? 'taken' : 'on');
    facts = { ...facts, settings, shortcutStates: { take: state(take), panic: state(panic) } };
    return Promise.resolve(facts);
  },
};

startI18n();
const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');
Object.assign(window, { asked });
createRoot(root).render(
  <main style={{ padding: 24 }}>
    <DesktopSettings shell={location.search === '?browser' ? undefined : shell} />
  </main>,
);
