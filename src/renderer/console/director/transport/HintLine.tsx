import { useTranslation } from 'react-i18next';
import type { Result } from '#shared/errors';
import type { StudioState } from '#shared/run/state';
import { forecast } from '#shared/timing/forecast';
import { errorText } from '../../../common/errorText.ts';
import { formatDeviation, formatWallTime } from '../../../common/format.ts';
import { useNow } from '../../../common/StudioProvider.tsx';
import { useDesk } from '../deskContext.tsx';
import { showStartsAtMs } from '../../showTimes.ts';

/** One line above the bottom bar: a refusal, else what the button under the hand would bring, else what was done. */
export function HintLine({ foreseen }: { readonly foreseen: Result<StudioState> | null }) {
  const { t } = useTranslation();
  const { refusal, notice, run: running } = useDesk();
  const now = useNow(500);
  const plan = foreseen?.ok === true ? foreseen.value.plan : null;
  const run = foreseen?.ok === true ? foreseen.value.run : null;
  if (refusal !== null) {
    return (
      <p className="hint-line hint-line-refusal" role="alert" data-testid="refusal">
        <span aria-hidden="true">▲ </span>
        {refusal}
      </p>
    );
  }
  if (foreseen !== null && !foreseen.ok) {
    return (
      <p className="hint-line hint-line-refusal" data-testid="foreseen-refusal">
        <span aria-hidden="true">▲ </span>
        {errorText(t, foreseen.error)}
      </p>
    );
  }
  if (plan !== null && run !== null) {
    const ahead = forecast(run, now);
    return (
      <p className="hint-line hint-line-foreseen" data-testid="foreseen">
        {t('director.foreseenEnd', {
          end: formatWallTime(showStartsAtMs(plan, run) + ahead.endMs),
          deviation: formatDeviation(ahead.deviationMs),
        })}
      </p>
    );
  }
  return (
    <p className="hint-line" role="status">
      {notice ?? (running === null ? t('director.keysHintIdle') : t('director.keysHint'))}
    </p>
  );
}
