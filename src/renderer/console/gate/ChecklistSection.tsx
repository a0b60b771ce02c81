import { ListChecks } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Mark } from './Mark.tsx';
import { phaseRows } from './phaseRows.ts';
import { Section } from './Section.tsx';
import type { Gate } from './useGate.ts';

/** How far each checklist is and what of it blocks, by name; ticking happens on the checklist itself. */
export function ChecklistSection({ gate }: { readonly gate: Gate }) {
  const { t } = useTranslation();
  const rows = phaseRows(gate.state, gate.facts);
  const blocking = rows.reduce((sum, row) => sum + row.blocking.length, 0);
  return (
    <Section
      id="checklist"
      mark={rows.length === 0 ? 'unknown' : blocking > 0 ? 'attention' : 'ok'}
      status={
        rows.length === 0
          ? t('gate.checklist.none')
          : blocking > 0
            ? t('gate.checklist.blocking', { number: blocking })
            : t('gate.checklist.ready')
      }
    >
      {rows.map((row) => (
        <div key={`${row.phase}-${row.name}`} className="gate-phase" data-phase={row.phase}>
          <p className="gate-phase-head">
            <Mark kind={row.blocking.length > 0 ? 'attention' : 'ok'} />
            <b>{row.name}</b>
            <span className="gate-row-note">
              {t('gate.checklist.done', { met: row.met, total: row.total })}
            </span>
          </p>
          {row.blocking.length > 0 && (
            <ul>
              {row.blocking.map((item) => (
                <li key={item.id}>
                  <span>{item.text}</span>
                  <em>{t(`common.role.${item.ownerRole}`)}</em>
                </li>
              ))}
            </ul>
          )}
        </div>
      ))}
      <a className="gate-link" href="/checklist">
        <ListChecks size={16} strokeWidth={1.75} aria-hidden="true" />
        {t('gate.checklist.open')}
      </a>
    </Section>
  );
}
