import { Fragment, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import {
  BINDABLE_ACTIONS,
  chordOfPress,
  DEFAULT_BINDINGS,
  keycap,
  type BindableAction,
} from '../director/keys.ts';
import { keepBindings, useBindings } from '../director/ownBindings.ts';
import { conflictsIn, judgeChord, rebound, type Rebinding } from '../director/rebinding.ts';
import { SettingsSection } from './SettingsSection.tsx';

/** What is being pressed for which action. */
type Recording = { readonly action: BindableAction; readonly chord: string; readonly verdict: Rebinding };

/** The keys of the director's desk: one press of a button, then one of the new key. */
export function KeysSection() {
  const { t } = useTranslation();
  const bindings = useBindings();
  const [recording, setRecording] = useState<Recording | null>(null);
  const [said, setSaid] = useState('');
  const conflicts = conflictsIn(bindings);
  const isOwn = (action: BindableAction): boolean =>
    bindings[action].join() !== DEFAULT_BINDINGS[action].join();

  const give = (action: BindableAction, chord: string): void => {
    keepBindings(rebound(bindings, action, chord));
    setRecording(null);
    setSaid(
      t('settings.keyGiven', {
        key: keycap(chord, t('director.key.space')),
        action: t(`director.key.${action}`),
      }),
    );
  };
  const onKey = (event: KeyboardEvent, action: BindableAction): void => {
    if (recording?.action !== action || event.nativeEvent.isComposing) return;
    // On the button that asks for a key, every key is an answer, but those that leave it.
    if (event.key === 'Tab' || event.repeat || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const isWayOut = event.key === 'Escape' && action !== 'panic';
    if (isWayOut) {
      setRecording(null);
      return;
    }
    const { ctrlKey: ctrl, altKey: alt, shiftKey: shift } = event;
    const chord = chordOfPress({ code: event.code, key: event.key, ctrl, alt, shift });
    const verdict = judgeChord(bindings, action, chord);
    if (verdict.kind === 'free') give(action, chord);
    else setRecording({ action, chord, verdict });
  };
  return (
    <SettingsSection title={t('settings.keys')} hint={t('settings.keysHint')}>
      <table className="settings-keys">
        <thead>
          <tr>
            <th scope="col">{t('settings.keyAction')}</th>
            <th scope="col">{t('settings.keyIs')}</th>
            <th scope="col">
              <span className="visually-hidden">{t('common.edit')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {BINDABLE_ACTIONS.map((action) => {
            const isRecording = recording?.action === action;
            const word = t(`director.key.${action}`);
            const clash = conflicts.find((pair) => pair.includes(action))?.find((each) => each !== action);
            return (
              <Fragment key={action}>
                <tr data-action={action} data-own={isOwn(action)}>
                  <th scope="row">{word}</th>
                  <td>
                    {bindings[action].map((chord) => (
                      <kbd key={chord}>{keycap(chord, t('director.key.space'))}</kbd>
                    ))}
                    {clash !== undefined && (
                      <span className="settings-attention">
                        {`▲ ${t('settings.keyClash', { action: t(`director.key.${clash}`) })}`}
                      </span>
                    )}
                  </td>
                  <td>
                    <button
                      type="button"
                      aria-pressed={isRecording}
                      aria-label={t(isRecording ? 'settings.pressKeyOf' : 'settings.changeKeyOf', {
                        action: word,
                      })}
                      onClick={() =>
                        setRecording(isRecording ? null : { action, chord: '', verdict: { kind: 'waiting' } })
                      }
                      onKeyDown={(event) => onKey(event, action)}
                      // A space let go would press the button.
                      onKeyUp={(event) => isRecording && event.preventDefault()}
                      onBlur={({ relatedTarget }) => {
                        // To the exchange button is no leaving.
                        if (relatedTarget?.closest('[data-exchange]') !== null) return;
                        setRecording((now) => (now?.action === action ? null : now));
                      }}
                    >
                      {t(isRecording ? 'settings.pressKey' : 'common.edit')}
                    </button>
                    {isOwn(action) && (
                      <button
                        type="button"
                        aria-label={t('settings.resetKeyOf', { action: word })}
                        onClick={() => {
                          keepBindings({ ...bindings, [action]: DEFAULT_BINDINGS[action] });
                          setSaid(t('settings.keysReset'));
                        }}
                      >
                        {t('settings.reset')}
                      </button>
                    )}
                  </td>
                </tr>
                {isRecording && (
                  <VerdictRow recording={recording} onExchange={() => give(action, recording.chord)} />
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
      <div className="settings-buttons">
        <button
          type="button"
          disabled={!BINDABLE_ACTIONS.some(isOwn)}
          onClick={() => {
            keepBindings(null);
            setSaid(t('settings.keysReset'));
          }}
        >
          {t('settings.resetAll')}
        </button>
        <p className="settings-quiet" role="status">
          {said}
        </p>
      </div>
    </SettingsSection>
  );
}

/** Why the key that was pressed will not do, under the row that asked for it. */
function VerdictRow({
  recording: { chord, verdict },
  onExchange,
}: {
  readonly recording: Recording;
  readonly onExchange: () => void;
}) {
  const { t } = useTranslation();
  if (verdict.kind === 'waiting' || verdict.kind === 'free') return null;
  const key = keycap(chord, t('director.key.space'));
  return (
    <tr className="settings-verdict">
      <td colSpan={3} data-testid="key-verdict">
        <p role="alert">
          <span aria-hidden="true">▲ </span>
          {verdict.kind === 'conflict'
            ? t('settings.keyVerdict.conflict', { key, action: t(`director.key.${verdict.with}`) })
            : t(`settings.keyVerdict.${verdict.kind}`, { key })}
        </p>
        {verdict.kind === 'conflict' && (
          <button type="button" data-exchange onClick={onExchange}>
            {t('settings.exchange')}
          </button>
        )}
      </td>
    </tr>
  );
}
