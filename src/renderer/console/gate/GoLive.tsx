import { Clapperboard, Radio } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTimeOfDay } from '../../common/format.ts';
import { useStudio } from '../../common/StudioProvider.tsx';
import { useCommand } from '../../common/useCommand.ts';
import { useTwoStep } from '../../common/useTwoStep.ts';
import { openStation } from '../openStation.ts';
import { Refusal } from './Refusal.tsx';
import type { Gate } from './useGate.ts';

/** The gate: rehearse, override, go live. Going live takes two presses in the same place. */
export function GoLive({ gate }: { readonly gate: Gate }) {
  const { t } = useTranslation();
  const { send, error } = useCommand();
  const { link } = useStudio();
  const { blockerCount: number, isOpen, state, run } = gate;
  const goLive = useCallback(() => void send('run.start', { mode: 'live' }), [send]);
  const { isArmed, press } = useTwoStep(goLive);
  if (state.plan === null) return null;
  if (run !== null) {
    return (
      <div className="gate-golive">
        <p className="gate-figure-words">{t(`gate.golive.on.${run.mode}`)}</p>
        <button type="button" className="gate-button gate-primary" onClick={() => openStation('director')}>
          <Clapperboard size={20} strokeWidth={1.75} aria-hidden="true" />
          {t('gate.golive.toDesk')}
        </button>
      </div>
    );
  }
  const mayNot = gate.whyNot('run.start');
  const canStart = isOpen && mayNot === null && link.state === 'live';
  return (
    <div className="gate-golive">
      {number > 0 && (isOpen ? <Overridden gate={gate} /> : <Override gate={gate} />)}
      <button
        type="button"
        className="gate-button"
        disabled={mayNot !== null || link.state !== 'live'}
        title={mayNot ?? t('gate.golive.rehearseHint')}
        onClick={() => void send('run.start', { mode: 'rehearsal' })}
      >
        <Clapperboard size={16} strokeWidth={1.75} aria-hidden="true" />
        {t('gate.golive.rehearse')}
      </button>
      <button
        type="button"
        className={`gate-button gate-primary gate-start${isArmed && canStart ? ' gate-armed' : ''}`}
        disabled={!canStart}
        onClick={press}
        data-testid="go-live"
      >
        <Radio size={20} strokeWidth={1.75} aria-hidden="true" />
        <span aria-live="polite">
          {!isOpen
            ? t('gate.golive.blocked', { number })
            : isArmed && canStart
              ? t('gate.golive.again')
              : number > 0
                ? t('gate.golive.startOverridden')
                : t('gate.golive.start')}
        </span>
      </button>
      {mayNot !== null && <p className="gate-quiet">{mayNot}</p>}
      <Refusal error={error} />
    </div>
  );
}

/** A supervisor's way past the gate: with a reason, under a name, in the log. */
function Override({ gate }: { readonly gate: Gate }) {
  const { t } = useTranslation();
  const { send, error } = useCommand();
  const [reason, setReason] = useState('');
  const mayNot = gate.whyNot('golive.override');
  return (
    <details className="gate-more gate-override">
      <summary>{t('gate.override.title')}</summary>
      {mayNot === null ? (
        <form
          className="gate-form"
          onSubmit={(event) => {
            event.preventDefault();
            void send('golive.override', { reason: reason.trim() });
          }}
        >
          <label>
            <span>{t('gate.override.reason')}</span>
            <textarea
              rows={2}
              maxLength={500}
              required
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </label>
          <button type="submit" className="gate-button" disabled={reason.trim() === ''}>
            {t('gate.override.allow', { number: gate.blockerCount })}
          </button>
        </form>
      ) : (
        <p className="gate-quiet">{t('gate.override.onlySupervisor')}</p>
      )}
      <p className="gate-quiet">{t('gate.override.logged')}</p>
      <Refusal error={error} />
    </details>
  );
}

function Overridden({ gate }: { readonly gate: Gate }) {
  const { t } = useTranslation();
  const { override } = gate.state.prep;
  if (override === null) return null;
  const name =
    gate.state.plan?.team.find((member) => member.id === override.by.memberId)?.displayName ??
    t('common.nobody');
  return (
    <div className="gate-lead" data-testid="override">
      <p>
        {t('gate.override.given', {
          name,
          role: t(`common.role.${override.by.role}`),
          time: formatTimeOfDay(override.at),
        })}
      </p>
      <p>{override.reason}</p>
    </div>
  );
}
