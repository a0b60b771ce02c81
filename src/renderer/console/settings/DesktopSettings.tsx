import { useEffect, useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  SHELL_LANGUAGES,
  SHORTCUT_ACTIONS,
  SHORTCUT_KEYS,
  type DesktopFacts,
  type DesktopSettings as Settings,
  type KaiboShell,
  type ShortcutAction,
} from '#shared/desktopShell';
import { keyCaps } from './keyCaps.ts';
import { SettingsSection } from './SettingsSection.tsx';
import './desktopSettings.css';

/** What this PC's desktop does by itself. In a browser there is none, and it says so. */
export function DesktopSettings({ shell }: { readonly shell: KaiboShell | undefined }) {
  const { t } = useTranslation();
  return (
    <SettingsSection
      title={t('desktop.title')}
      hint={t(shell === undefined ? 'desktop.browser' : 'desktop.hint')}
    >
      {shell !== undefined && <InShell shell={shell} />}
    </SettingsSection>
  );
}

function InShell({ shell }: { readonly shell: KaiboShell }) {
  const { t } = useTranslation();
  const [facts, setFacts] = useState<DesktopFacts | null>(null);
  const [hasFailed, setFailed] = useState(false);
  /** Shows what the desktop says is true now; what it refuses leaves the page as it was, and is said. */
  const showAnswer = (answer: Promise<DesktopFacts>): void => {
    answer.then(
      (now) => {
        setFacts(now);
        setFailed(false);
      },
      () => setFailed(true),
    );
  };
  useEffect(() => showAnswer(shell.desktopFacts()), [shell]);

  if (facts === null)
    return <p className="desktop-note">{t(hasFailed ? 'desktop.failed' : 'desktop.loading')}</p>;
  const { settings } = facts;
  const change = (changed: Partial<Settings>): void => showAnswer(shell.changeDesktopSettings(changed));
  const open = (folder: 'data' | 'logs'): void => void shell.openFolder(folder).catch(() => setFailed(true));
  return (
    <>
      <Row label={t('desktop.language')} hint={t('desktop.languageHint')}>
        {(id) => (
          <select
            id={id}
            value={settings.language}
            onChange={({ target }) =>
              change({ language: SHELL_LANGUAGES.find((each) => each === target.value) ?? 'system' })
            }
          >
            {(['system', ...SHELL_LANGUAGES] as const).map((language) => (
              <option key={language} value={language}>
                {t(`desktop.languageName.${language}`)}
              </option>
            ))}
          </select>
        )}
      </Row>
      <Row
        label={t('desktop.prompterAtStart')}
        hint={t('desktop.prompterAtStartHint', { count: facts.displays })}
      >
        {(id) => (
          <input
            id={id}
            type="checkbox"
            checked={settings.prompterAtStart}
            onChange={({ target }) => change({ prompterAtStart: target.checked })}
          />
        )}
      </Row>
      {SHORTCUT_ACTIONS.map((action) => (
        <ShortcutRow key={action} action={action} facts={facts} change={change} />
      ))}
      <p className="desktop-note">{t('desktop.shortcutsHint')}</p>
      <dl className="desktop-facts">
        <dt>{t('desktop.password')}</dt>
        <dd>{t(`desktop.passwordIn.${facts.secretsKeptBy}`)}</dd>
        <dt>{t('desktop.data')}</dt>
        <dd>
          <code>{facts.dataDir}</code>
          <button type="button" aria-label={t('desktop.openData')} onClick={() => open('data')}>
            {t('desktop.open')}
          </button>
        </dd>
        <dt>{t('desktop.logs')}</dt>
        <dd>
          <code>{facts.logDir}</code>
          <button type="button" aria-label={t('desktop.openLogs')} onClick={() => open('logs')}>
            {t('desktop.open')}
          </button>
        </dd>
      </dl>
      <p role="status" className="desktop-failed">
        {hasFailed && t('desktop.failed')}
      </p>
    </>
  );
}

function ShortcutRow({
  action,
  facts,
  change,
}: {
  readonly action: ShortcutAction;
  readonly facts: DesktopFacts;
  readonly change: (changed: Partial<Settings>) => void;
}) {
  const { t } = useTranslation();
  const { shortcuts } = facts.settings;
  const isTaken = facts.shortcutStates[action] === 'taken';
  return (
    <Row
      label={t(`desktop.shortcut.${action}`)}
      hint={isTaken ? t('desktop.shortcutTaken') : t(`desktop.shortcutHint.${action}`)}
      needsAttention={isTaken}
    >
      {(id) => (
        <select
          id={id}
          value={shortcuts[action] ?? ''}
          onChange={({ target }) =>
            change({
              shortcuts: {
                ...shortcuts,
                [action]: SHORTCUT_KEYS.find((key) => key === target.value) ?? null,
              },
            })
          }
        >
          <option value="">{t('desktop.shortcutOff')}</option>
          {SHORTCUT_KEYS.map((key) => (
            <option key={key} value={key}>
              {keyCaps(key, navigator.platform)}
            </option>
          ))}
        </select>
      )}
    </Row>
  );
}

/** A label, what it means, and one thing to set; the hint is read out with it. */
function Row({
  label,
  hint,
  needsAttention = false,
  children,
}: {
  readonly label: string;
  readonly hint: string;
  readonly needsAttention?: boolean;
  readonly children: (id: string) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="desktop-row">
      <label htmlFor={id}>
        <span>{label}</span>
        <small className={needsAttention ? 'desktop-attention' : undefined}>{hint}</small>
      </label>
      {children(id)}
    </div>
  );
}
