import { useTranslation } from 'react-i18next';
import type { StaleClockTime } from '#shared/script/clockTimes';
import { formatWallTime } from '../../../common/format.ts';

/** ▲ with the words that the host would say wrongly. */
export function StaleFlag({
  stale,
  startsAtMs,
}: {
  readonly stale: readonly StaleClockTime[];
  readonly startsAtMs: number;
}) {
  const { t } = useTranslation();
  const words = stale
    .map((each) =>
      t('director.staleTime', { said: each.text, at: formatWallTime(startsAtMs + each.forecastSec * 1000) }),
    )
    .join('\n');
  return (
    <span className="stale-flag" role="img" aria-label={words} title={words} data-testid="stale-time">
      ▲
    </span>
  );
}
