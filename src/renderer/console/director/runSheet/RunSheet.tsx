import { ListPlus, LocateFixed, Search } from 'lucide-react';
import {
  useCallback,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type Ref,
  type RefObject,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { SegmentId } from '#shared/model/ids';
import type { ShowPlan } from '#shared/model/showPlan';
import { segmentContent } from '#shared/run/segmentContent';
import type { RunState } from '#shared/run/state';
import type { StaleClockTime } from '#shared/script/clockTimes';
import { forecast } from '#shared/timing/forecast';
import { formatDeviation, formatWallTime } from '../../../common/format.ts';
import { useNow } from '../../../common/StudioProvider.tsx';
import { useDesk } from '../deskContext.tsx';
import { rowWindow } from '../model/rowWindow.ts';
import { showStartsAtMs } from '../../showTimes.ts';
import { EndRunButton } from '../transport/EndRunButton.tsx';
import { NowSegment } from './NowSegment.tsx';
import { SegmentDetail } from './SegmentDetail.tsx';
import { ROW_PX, SheetRow } from './SheetRow.tsx';
import { useStaleTimes } from './useStaleTimes.ts';
import './runSheet.css';

const NONE: readonly StaleClockTime[] = [];
/** Done rows that stay in sight above the current segment. */
const ROWS_ABOVE = 2;

/** Planned, forecast and as-run times of every segment, the current one pinned. Only rows in sight are drawn. */
export function RunSheet({
  run,
  plan,
  foreseen,
  findField,
  closeDetail,
  onInsert,
}: {
  readonly run: RunState;
  readonly plan: ShowPlan;
  readonly foreseen: RunState | null;
  readonly findField: RefObject<HTMLInputElement | null>;
  /** Closes the segment that is looked at more closely; null while none is. */
  readonly closeDetail: Ref<(() => void) | null>;
  readonly onInsert: () => void;
}) {
  const { t } = useTranslation();
  const { act, whyNot, keyHint } = useDesk();
  const now = useNow(500);
  const stale = useStaleTimes();
  const [selected, setSelected] = useState<SegmentId | null>(null);
  const [find, setFind] = useState('');
  const { boxRef, nowRef, place, isFollowing, show, follow, onScroll, onHand, onPointerDown } =
    useSheetScroll(run.currentIndex);
  const segments = useMemo(
    () => new Map(run.segments.map((each) => [each.segmentId, segmentContent(plan, each)])),
    [plan, run.segments],
  );
  const ahead = forecast(run, now);
  const aheadForeseen = new Map(
    foreseen === null ? [] : forecast(foreseen, now).rows.map((row) => [row.segmentId, row]),
  );
  const startsAtMs = showStartsAtMs(plan, run);
  const select = useCallback(
    (segmentId: SegmentId) => setSelected((before) => (before === segmentId ? null : segmentId)),
    [],
  );

  const selectedRun = run.segments.find((each) => each.segmentId === selected);
  const selectedSegment = selected === null ? null : (segments.get(selected) ?? null);
  const hasDetail = selectedRun !== undefined && selectedSegment !== null && selectedRun.status !== 'current';
  const leaveDetail = useCallback((): void => {
    const isHeldThere = document.activeElement?.closest('.segment-detail') !== null;
    if (isHeldThere || document.activeElement === document.body)
      boxRef.current?.querySelector<HTMLElement>('.sheet-row[aria-pressed="true"]')?.focus();
    setSelected(null);
  }, [boxRef]);
  useImperativeHandle<(() => void) | null, (() => void) | null>(
    closeDetail,
    () => (hasDetail ? leaveDetail : null),
    [hasDetail, leaveDetail],
  );

  const goTo = (text: string): void => {
    setFind(text);
    const wanted = text.trim().toLowerCase();
    if (wanted === '') return;
    const index = run.segments.findIndex(
      (each, at) =>
        String(at + 1) === wanted ||
        segments.get(each.segmentId)?.title.toLowerCase().includes(wanted) === true,
    );
    const hit = run.segments[index];
    if (hit === undefined) return;
    show(index);
    setSelected(hit.segmentId);
  };

  const rowsOf = (from: number, to: number, origin: number) =>
    ahead.rows.slice(from, to).map((row, offset) => {
      const index = from + offset;
      const segment = segments.get(row.segmentId);
      const after = aheadForeseen.get(row.segmentId);
      const isMoved = after !== undefined && Math.abs(after.startMs - row.startMs) >= 500;
      const { plannedStartMs } = row;
      const deviationMs =
        plannedStartMs === null ? 0 : (isMoved ? after.startMs : row.startMs) - plannedStartMs;
      return (
        <SheetRow
          key={row.segmentId}
          segmentId={row.segmentId}
          number={index + 1}
          title={segment?.title ?? row.segmentId}
          status={row.status}
          planned={
            plannedStartMs === null ? t('director.inserted') : formatWallTime(startsAtMs + plannedStartMs)
          }
          expected={formatWallTime(startsAtMs + row.startMs)}
          deviation={plannedStartMs === null ? '' : formatDeviation(deviationMs)}
          isLate={Math.round(deviationMs / 1000) > 0}
          foreseen={isMoved ? formatWallTime(startsAtMs + after.startMs) : null}
          isForeseenSkipped={after?.status === 'skipped' && row.status !== 'skipped'}
          isInteraction={(segment?.interactionIds.length ?? 0) > 0}
          isSelected={selected === row.segmentId}
          stale={stale.get(row.segmentId) ?? NONE}
          startsAtMs={startsAtMs}
          topPx={(index - origin) * ROW_PX}
          onSelect={select}
        />
      );
    });

  const before = run.currentIndex;
  const behind = run.segments.length - run.currentIndex - 1;
  const done = rowWindow(before, ROW_PX, place.topPx, place.viewportPx);
  const next = rowWindow(behind, ROW_PX, place.topPx - before * ROW_PX - place.nowPx, place.viewportPx);
  const advanceHindrance = whyNot('run.advance');
  return (
    <section className="run-sheet" aria-label={t('director.runSheet')}>
      <header className="run-sheet-head">
        <label className="run-sheet-find">
          <Search size={16} strokeWidth={1.75} aria-hidden="true" />
          <input
            ref={findField}
            value={find}
            placeholder={t('director.find')}
            aria-label={t('director.find')}
            onChange={(event) => goTo(event.target.value)}
            onKeyDown={(event) => {
              if (event.nativeEvent.isComposing) return;
              if (event.key === 'Enter') setFind('');
              if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur();
            }}
          />
        </label>
        <button
          type="button"
          disabled={advanceHindrance !== null}
          title={advanceHindrance ?? t('director.advanceHint')}
          onClick={() => void act('run.advance', { advance: run.advance === 'auto' ? 'manual' : 'auto' })}
        >
          {t(`director.advance.${run.advance}`)}
        </button>
        <button
          type="button"
          className="icon-button"
          disabled={whyNot('segment.insert') !== null}
          title={whyNot('segment.insert') ?? `${t('director.insertBridge')}${keyHint('insert')}`}
          aria-label={t('director.insertBridge')}
          onClick={onInsert}
        >
          <ListPlus size={16} strokeWidth={1.75} aria-hidden="true" />
        </button>
        <EndRunButton />
      </header>
      <div className="run-sheet-columns" aria-hidden="true">
        <span>{t('director.segmentColumn')}</span>
        <span>{t('director.planned')}</span>
        <span>{t('director.expected')}</span>
        <span>{t('director.deviation')}</span>
      </div>
      <div
        className="run-sheet-scroll"
        ref={boxRef}
        onScroll={onScroll}
        onWheel={onHand}
        onTouchMove={onHand}
        onPointerDown={onPointerDown}
      >
        <div className="run-sheet-rows" style={{ height: before * ROW_PX }}>
          {rowsOf(done.from, done.to, 0)}
        </div>
        <div ref={nowRef} className="run-sheet-now">
          <NowSegment
            run={run}
            plan={plan}
            foreseen={foreseen}
            stale={stale.get(run.segments[run.currentIndex]?.segmentId ?? run.prompter.segmentId) ?? NONE}
          />
        </div>
        <div className="run-sheet-rows" style={{ height: behind * ROW_PX }}>
          {rowsOf(before + 1 + next.from, before + 1 + next.to, before + 1)}
        </div>
      </div>
      {!isFollowing && (
        <button type="button" className="run-sheet-follow" onClick={follow}>
          <LocateFixed size={16} strokeWidth={1.75} aria-hidden="true" />
          {t('director.backToNow')}
        </button>
      )}
      {hasDetail && (
        <SegmentDetail
          key={selectedRun.segmentId}
          segment={selectedSegment}
          run={run}
          plan={plan}
          segmentRun={selectedRun}
          stale={stale.get(selectedRun.segmentId) ?? NONE}
          startsAtMs={startsAtMs}
          onClose={leaveDetail}
        />
      )}
    </section>
  );
}

/** Keeps the current segment in sight until a hand scrolls. */
function useSheetScroll(currentIndex: number) {
  const boxRef = useRef<HTMLDivElement>(null);
  const nowRef = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ topPx: 0, viewportPx: 1200, nowPx: 260 });
  const [isFollowing, setFollowing] = useState(true);
  const measure = useCallback((): void => {
    const box = boxRef.current;
    if (box === null) return;
    setPlace({
      topPx: box.scrollTop,
      viewportPx: box.clientHeight,
      nowPx: nowRef.current?.offsetHeight ?? 0,
    });
  }, []);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(measure);
    if (boxRef.current !== null) observer.observe(boxRef.current);
    if (nowRef.current !== null) observer.observe(nowRef.current);
    return () => observer.disconnect();
  }, [measure]);
  useLayoutEffect(() => {
    if (isFollowing) boxRef.current?.scrollTo({ top: (currentIndex - ROWS_ABOVE) * ROW_PX });
    measure();
  }, [currentIndex, isFollowing, measure]);
  return {
    place,
    boxRef,
    nowRef,
    isFollowing,
    onScroll: measure,
    onHand: () => setFollowing(false),
    // Only the scroll bar itself: a press on a row is no scrolling.
    onPointerDown: (event: { target: EventTarget; currentTarget: EventTarget }) => {
      if (event.target === event.currentTarget) setFollowing(false);
    },
    follow: () => setFollowing(true),
    show: (index: number) => {
      setFollowing(false);
      const nowPx = index > currentIndex ? (nowRef.current?.offsetHeight ?? 0) - ROW_PX : 0;
      // The pinned segment covers as much of the list as it is high.
      boxRef.current?.scrollTo({
        top:
          (index - ROWS_ABOVE) * ROW_PX +
          (index > currentIndex ? nowPx - (nowRef.current?.offsetHeight ?? 0) : 0),
      });
    },
  };
}
