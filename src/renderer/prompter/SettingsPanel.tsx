import type { MouseEvent } from 'react';
import { Minus, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { MemberMenu } from '../common/MemberMenu.tsx';
import { SETTINGS_ROWS, type SettingsRow } from './settingsRows.ts';
import type { StationLook } from './stationLook.ts';

/** Rows with a more and a less; the others have one button that goes on to the next choice. */
const STEPPED: ReadonlySet<SettingsRow> = new Set(['pace', 'fontPx', 'lineHeight', 'marginPercent']);

type Props = {
  readonly look: StationLook;
  readonly mode: 'glance' | 'walk';
  readonly row: SettingsRow;
  /** null without a run. */
  readonly isRunning: boolean | null;
  readonly charsPerMinute: number | null;
  readonly onChange: (row: SettingsRow, direction: 1 | -1) => void;
  readonly onForget: (() => void) | null;
};

/** All that can be set at this screen, by mouse, finger or clicker. */
export function SettingsPanel({ look, mode, row, isRunning, charsPerMinute, onChange, onForget }: Props) {
  const { t } = useTranslation();
  const valueOf = (each: SettingsRow): string => {
    switch (each) {
      case 'motion':
        return t(isRunning === true ? 'prompter.value.pause' : 'prompter.value.go');
      case 'pace':
        return t('prompter.value.pace', { charsPerMinute: charsPerMinute ?? 0 });
      case 'fontPx':
        return String(look.fontPx);
      case 'lineHeight':
        return look.lineHeight.toFixed(1);
      case 'marginPercent':
        return `${look.marginPercent}%`;
      case 'mirror':
        return t(`prompter.mirror.${look.mirror}`);
      case 'ink':
        return t(`prompter.ink.${look.ink}`);
      case 'strip':
        return t(look.strip ? 'prompter.value.shown' : 'prompter.value.hidden');
      case 'card':
        return t(look.card ? 'prompter.value.shown' : 'prompter.value.hidden');
      case 'fullScreen':
        return t('prompter.value.toggle');
    }
  };
  const press = (each: SettingsRow, direction: 1 | -1) => (event: MouseEvent<HTMLButtonElement>) => {
    // A button that kept the focus would take Space and Enter away from the text.
    event.currentTarget.blur();
    onChange(each, direction);
  };
  const isIdle = (each: SettingsRow): boolean => isRunning === null && (each === 'motion' || each === 'pace');
  return (
    <section className="prompter-settings" aria-label={t('prompter.settings')} data-testid="settings">
      <div className="prompter-settings-rows">
        {SETTINGS_ROWS.map((each) => (
          <div
            key={each}
            className="prompter-setting"
            data-row={each}
            data-chosen={mode === 'walk' && each === row}
          >
            <span className="prompter-setting-name">{t(`prompter.row.${each}`)}</span>
            {STEPPED.has(each) ? (
              <>
                <button
                  type="button"
                  tabIndex={-1}
                  disabled={isIdle(each)}
                  aria-label={t('prompter.less', { name: t(`prompter.row.${each}`) })}
                  onClick={press(each, -1)}
                >
                  <Minus size={20} strokeWidth={1.75} aria-hidden="true" />
                </button>
                <output>{isIdle(each) ? '–' : valueOf(each)}</output>
                <button
                  type="button"
                  tabIndex={-1}
                  disabled={isIdle(each)}
                  aria-label={t('prompter.more', { name: t(`prompter.row.${each}`) })}
                  onClick={press(each, 1)}
                >
                  <Plus size={20} strokeWidth={1.75} aria-hidden="true" />
                </button>
              </>
            ) : (
              <button
                type="button"
                tabIndex={-1}
                className="prompter-setting-wide"
                disabled={isIdle(each)}
                onClick={press(each, 1)}
              >
                {valueOf(each)}
              </button>
            )}
          </div>
        ))}
      </div>
      <footer>
        <MemberMenu />
        {onForget !== null && (
          <button type="button" tabIndex={-1} onClick={onForget}>
            {t('prompter.asInShow')}
          </button>
        )}
      </footer>
    </section>
  );
}
