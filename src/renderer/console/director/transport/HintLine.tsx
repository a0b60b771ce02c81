import { useTranslation } from 'react-i18next';
import type { Result } from '#shared/errors';
import { nextIndex, type StudioState } from '#shared/run/state';
import { forecast } from '#shared/timing/forecast';
import { errorText } from '../../../common/errorText.ts';
import { formatDeviation, formatWallTime } from '../../../common/format.ts';
import { useNow } from '../../../common/StudioProvider.tsx';
import { useDesk } from '../deskContext.tsx';
import { keycap, type BindableAction } from '../keys.ts';
import { showStartsAtMs } from '../../showTimes.ts';

/** One line above the bottom bar: a refusal, else what the button under the hand would bring, else what was done. */
export function HintLine({ foreseen }: { readonly foreseen: Result<StudioState> | null }) {
  const { t } = useTranslation();
  const { refusal, notice, run: running, bindings } = useDesk();
  const now = useNow(500);
  const plan = foreseen?.ok === true ? foreseen.value.plan : null;
  const run = foreseen?.ok === true ? foreseen.value.run : null;
  const cap = (action: BindableAction): string => keycap(bindings[action][0] ?? '', t('director.key.space'));
  const keys = {
    take: cap('take'),
    shorten: cap('shorten'),
    extend: cap('extend'),
    preview: cap('preview'),
    keys: cap('keys'),
  };
  const line = { 'aria-label': t('director.hintLine') };
  if (refusal !== null) {
    return (
      <section {...line} className="hint-line hint-line-refusal" data-testid="refusal">
        <p role="alert">
          <span aria-hidden="true">▲ </span>
          {refusal}
        </p>
      </section>
    );
  }
  if (foreseen !== null && !foreseen.ok) {
    return (
      <section {...line} className="hint-line hint-line-refusal" data-testid="foreseen-refusal">
        <p>
          <span aria-hidden="true">▲ </span>
          {errorText(t, foreseen.error)}
        </p>
      </section>
    );
  }
  if (plan !== null && run !== null) {
    const ahead = forecast(run, now);
    return (
      <section {...line} className="hint-line hint-line-foreseen" data-testid="foreseen">
        <p>
          {t('director.foreseenEnd', {
            end: formatWallTime(showStartsAtMs(plan, run) + ahead.endMs),
            deviation: formatDeviation(ahead.deviationMs),
          })}
        </p>
      </section>
    );
  }
  const hints =
    running === null
      ? [t('director.keysHintIdle', keys)]
      : [
          ...(nextIndex(running) === null ? [] : [t('director.keysHintTake', keys)]),
          t('director.keysHint', keys),
        ];
  return (
    <section {...line} className="hint-line">
      <p>{notice ?? hints.join(' · ')}</p>
    </section>
  );
}
