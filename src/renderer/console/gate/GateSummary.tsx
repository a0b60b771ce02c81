import { useTranslation } from 'react-i18next';
import { blockerName, type SectionId, type SectionState } from './gateSections.ts';
import { Mark } from './Mark.tsx';
import type { Gate } from './useGate.ts';

/** What there is to look at where nothing blocks. */
const ATTENTION: Partial<Record<SectionId, 'scenes' | 'people'>> = { scenes: 'scenes', people: 'people' };

/** How much still blocks, in one figure, and where: the table of contents of the page. */
export function GateSummary({ gate }: { readonly gate: Gate }) {
  const { t } = useTranslation();
  const { blockerCount: number, isOpen, state, run } = gate;
  const verdict = number === 0 ? 'open' : run?.mode === 'live' ? 'onAir' : isOpen ? 'overridden' : 'blocked';
  return (
    <div className="gate-summary">
      {state.plan === null ? (
        <p className="gate-figure-words">{t('gate.summary.noShow')}</p>
      ) : (
        <p className="gate-figure" role="status" data-testid="blocker-count" data-count={number}>
          {number > 0 && <b>{number}</b>}
          <span className="gate-figure-words">
            {number > 0 ? <Mark kind="attention" /> : <Mark kind="ok" />}
            {t(`gate.summary.${verdict}`)}
          </span>
        </p>
      )}
      {state.plan !== null && (
        <nav aria-label={t('gate.summary.label')}>
          <ul className="gate-index">
            {gate.sections
              .filter(({ id }) => id !== 'show')
              .map((section) => (
                <li key={section.id} data-section={section.id} data-blockers={section.blockers.length}>
                  <a href={`#gate-${section.id}`}>
                    <Mark kind={section.blockers.length > 0 || section.attention > 0 ? 'attention' : 'ok'} />
                    <span className="gate-index-name">{t(`gate.section.${section.id}`)}</span>
                    <IndexNote section={section} />
                  </a>
                </li>
              ))}
          </ul>
        </nav>
      )}
    </div>
  );
}

function IndexNote({ section }: { readonly section: SectionState }) {
  const { t } = useTranslation();
  const { blockers, attention } = section;
  if (blockers.length === 0)
    return (
      <span className="gate-index-note">
        {attention > 0
          ? t(`gate.attention.${ATTENTION[section.id] ?? 'other'}`, { number: attention })
          : t('gate.summary.ready')}
      </span>
    );
  const names = blockers.flatMap((blocker) => blockerName(blocker) ?? []);
  const first = blockers[0];
  const words =
    names.length > 0
      ? names.join(t('common.listComma'))
      : first === undefined
        ? ''
        : t(`gate.blocker.${first.kind}`);
  return (
    <>
      <span className="gate-index-note" title={words}>
        {words}
      </span>
      <b className="gate-index-count">{blockers.length}</b>
    </>
  );
}
