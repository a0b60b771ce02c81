import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SegmentId } from '#shared/model/ids';
import type { StaleClockTime } from '#shared/script/clockTimes';
import { StaleFlag } from './StaleFlag.tsx';

export const ROW_PX = 40;
const MARKS = { done: '✓', skipped: '⤼', pending: '', current: '▶' } as const;

export type SheetRowProps = {
  readonly segmentId: SegmentId;
  readonly number: number;
  readonly title: string;
  readonly status: 'pending' | 'current' | 'done' | 'skipped';
  /** 提前或延后 …: wall times, ready to show. */
  readonly planned: string;
  readonly expected: string;
  readonly deviation: string;
  readonly isLate: boolean;
  /** What the expected time would become. */
  readonly foreseen: string | null;
  readonly isForeseenSkipped: boolean;
  readonly isInteraction: boolean;
  readonly isSelected: boolean;
  readonly stale: readonly StaleClockTime[];
  readonly startsAtMs: number;
  readonly topPx: number;
  readonly onSelect: (segmentId: SegmentId) => void;
};

/** One segment of the run sheet that is not on: what was planned and what comes of it. */
export const SheetRow = memo(function SheetRow(row: SheetRowProps) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={`sheet-row sheet-row-${row.status}`}
      data-segment={row.segmentId}
      data-interaction={row.isInteraction}
      data-foreseen-skip={row.isForeseenSkipped}
      aria-pressed={row.isSelected}
      style={{ top: row.topPx }}
      title={row.title}
      onClick={() => row.onSelect(row.segmentId)}
    >
      <span className="sheet-row-number">{MARKS[row.status] === '' ? row.number : MARKS[row.status]}</span>
      <span className="sheet-row-title">{row.title}</span>
      {row.stale.length > 0 && <StaleFlag stale={row.stale} startsAtMs={row.startsAtMs} />}
      {row.status === 'skipped' ? (
        <span className="sheet-row-skipped">{t('director.skipped')}</span>
      ) : (
        <>
          <time className="sheet-row-planned">{row.planned}</time>
          <time className={row.foreseen === null ? 'sheet-row-expected' : 'sheet-row-expected foreseen'}>
            {row.foreseen ?? row.expected}
          </time>
          <span className={row.isLate ? 'sheet-row-deviation sheet-row-late' : 'sheet-row-deviation'}>
            {row.deviation}
          </span>
        </>
      )}
    </button>
  );
});
