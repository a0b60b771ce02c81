import { PackageOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { propsToFetch } from '#shared/run/nextProps';
import { formatClock } from '../common/format.ts';
import { PropRows } from '../common/PropRows.tsx';
import { useNow, useStudio } from '../common/StudioProvider.tsx';

/** From 3 minutes before the end of a segment: what the next one needs on the table. */
export function NextPropsPanel() {
  const { t } = useTranslation();
  const { state } = useStudio();
  const ahead = propsToFetch(state, useNow(500));
  if (ahead === null) return null;
  return (
    <section className="next-props" aria-label={t('checklist.props.title')}>
      <h2>
        <PackageOpen size={20} strokeWidth={1.75} aria-hidden="true" />
        <span className="next-props-title">
          {t('checklist.props.title')}
          <small>{ahead.segment.title}</small>
        </span>
        <span className="next-props-clock">
          {ahead.dueInMs > 0 ? formatClock(ahead.dueInMs) : t('checklist.props.now')}
        </span>
      </h2>
      <PropRows props={ahead.props} />
    </section>
  );
}
