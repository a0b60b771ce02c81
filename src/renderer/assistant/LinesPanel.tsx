import { useTranslation } from 'react-i18next';
import type { Segment, ShowPlan } from '#shared/model/showPlan';
import type { RunState } from '#shared/run/state';
import { positionAt, type StudioMs } from '#shared/timing/vector';
import { formatClock } from '../common/format.ts';
import { assistantLines } from './assistantLines.ts';

type Props = {
  readonly plan: ShowPlan;
  readonly segment: Segment | null;
  readonly run: RunState | null;
  readonly now: StudioMs;
};

/** The note for this segment and the assistant host's own lines, the current one marked; before the show, the first ones. */
export function LinesPanel({ plan, segment, run, now }: Props) {
  const { t } = useTranslation();
  const elapsedMs = run === null ? 0 : positionAt(run.segmentClock, now);
  const lines = segment === null ? [] : assistantLines(plan, segment, elapsedMs);
  const note = segment?.assistantNote ?? '';
  return (
    <section className="assistant-lines" aria-label={t('assistant.lines')}>
      {note === '' ? null : (
        <p className="assistant-note">
          <strong>{t('assistant.note')}</strong>
          <span>{note}</span>
        </p>
      )}
      <h3>{t('assistant.lines')}</h3>
      {lines.length === 0 ? <p className="assistant-nothing">{t('assistant.noLines')}</p> : null}
      {lines.map((line) => (
        <article key={line.paragraphId} className={`assistant-line assistant-line-${line.turn}`}>
          {run === null ? null : (
            <span className="assistant-line-turn">
              {line.turn === 'ahead'
                ? t('assistant.lineIn', { time: formatClock(line.atMs - elapsedMs) })
                : t(`assistant.line.${line.turn}`)}
            </span>
          )}
          <p>{line.text}</p>
        </article>
      ))}
    </section>
  );
}
