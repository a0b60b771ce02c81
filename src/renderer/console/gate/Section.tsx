import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SectionId } from './gateSections.ts';
import { Mark, type MarkKind } from './Mark.tsx';

/** One part of the check: what it is and how it stands on the left, where to mend it on the right. */
export function Section({
  id,
  mark,
  status,
  children,
}: {
  readonly id: SectionId;
  readonly mark: MarkKind | null;
  readonly status: ReactNode;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <section
      className="gate-section"
      id={`gate-${id}`}
      aria-labelledby={`gate-${id}-title`}
      data-mark={mark ?? 'none'}
    >
      <header className="gate-section-head">
        <h2 id={`gate-${id}-title`}>{t(`gate.section.${id}`)}</h2>
        <p className={`gate-section-status gate-status-${mark ?? 'none'}`}>
          {mark !== null && <Mark kind={mark} />}
          <span>{status}</span>
        </p>
      </header>
      <div className="gate-section-body">{children}</div>
    </section>
  );
}
