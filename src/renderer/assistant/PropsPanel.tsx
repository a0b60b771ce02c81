import { PackageOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Prop } from '#shared/model/showPlan';
import { formatClock } from '../common/format.ts';
import { PropRows } from '../common/PropRows.tsx';

type Ahead = { readonly title: string; readonly dueInMs: number | null; readonly isTime: boolean };
type Props = { readonly title: string; readonly props: readonly Prop[]; readonly ahead?: Ahead | null };

/** The things of one segment. Three minutes ahead the next one's call for attention, by frame and by word. */
export function PropsPanel({ title, props, ahead = null }: Props) {
  const { t } = useTranslation();
  return (
    <section
      className={`assistant-props${ahead?.isTime === true ? ' assistant-props-time' : ''}`}
      aria-label={title}
    >
      <h3>
        <PackageOpen size={20} strokeWidth={1.75} aria-hidden="true" />
        <span>{ahead?.isTime === true ? `▲ ${t('assistant.fetchNow')}` : title}</span>
        {ahead === null ? null : <small title={ahead.title}>{ahead.title}</small>}
        {ahead === null || ahead.dueInMs === null ? null : (
          <span className="assistant-props-clock">{formatClock(Math.max(0, ahead.dueInMs))}</span>
        )}
      </h3>
      {props.length === 0 ? (
        <p className="assistant-nothing">{t('assistant.noProps')}</p>
      ) : (
        <PropRows props={props} />
      )}
    </section>
  );
}
