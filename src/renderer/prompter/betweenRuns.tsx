import { useTranslation } from 'react-i18next';
import type { Segment, ShowPlan } from '#shared/model/showPlan';
import type { RunState } from '#shared/run/state';
import { formatClock, formatTimeOfDay } from '../common/format.ts';

/** No show: what to do first. */
export function EmptyScreen() {
  const { t } = useTranslation();
  return (
    <div className="prompter-words prompter-centre">
      <h1>{t('common.noShow.title')}</h1>
      <p>{t('prompter.empty')}</p>
    </div>
  );
}

/** Before a run: what is on, above the first line, which stands ready under the reading line. */
export function StandbyWords({
  plan,
  segment,
}: {
  readonly plan: ShowPlan;
  readonly segment: Segment | null;
}) {
  const { t } = useTranslation();
  return (
    <>
      <div className="prompter-words prompter-above" data-testid="standby">
        <p className="prompter-standby">
          <span aria-hidden="true">○</span>
          {t('prompter.standby.waiting', { time: formatTimeOfDay(plan.show.scheduledStart) })}
        </p>
        <h1>{plan.show.title}</h1>
        {segment !== null && <p>{t('prompter.standby.first', { title: segment.title })}</p>}
      </div>
      <div className="prompter-hints">
        {(['clicker', 'keys', 'settings'] as const).map((hint) => (
          <p key={hint}>
            <b>{t(`prompter.hint.${hint}`)}</b>
            {t(`prompter.hint.${hint}Keys`)}
          </p>
        ))}
      </div>
    </>
  );
}

export function EndScreen({ plan, run }: { readonly plan: ShowPlan; readonly run: RunState }) {
  const { t } = useTranslation();
  return (
    <div className="prompter-words prompter-centre" data-testid="ended">
      <h1>{t(run.mode === 'live' ? 'prompter.ended.live' : 'prompter.ended.rehearsal')}</h1>
      <p>{plan.show.title}</p>
      <p>{t('prompter.ended.played', { time: formatClock(run.showClock.positionMs) })}</p>
    </div>
  );
}
