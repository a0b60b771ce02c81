import { useTranslation } from 'react-i18next';
import type { ShowPlan } from '#shared/model/showPlan';
import { numberLimits } from '#shared/run/checklistRules';
import type { ItemTick, Signature } from '#shared/run/state';
import { formatTimeOfDay } from '../common/format.ts';
import { limitWords } from './limitWords.ts';
import type { ChecklistRow } from './rowModel.ts';

/** Who answered, when, and with what: a number, a photo, two names. */
export function SignatureLine({
  row,
  tick,
  plan,
}: {
  readonly row: ChecklistRow;
  readonly tick: ItemTick;
  readonly plan: ShowPlan;
}) {
  const { t } = useTranslation();
  const signed = ({ by, at }: Signature): string => {
    const name = plan.team.find((member) => member.id === by.memberId)?.displayName ?? t('common.nobody');
    return t('checklist.signedBy', { name, time: formatTimeOfDay(at) });
  };
  if (tick.status === 'halfSigned') {
    return (
      <div className="checklist-signature">
        <span>{signed(tick.first)}</span>
        <strong className="checklist-waiting">{t('checklist.waitsForSecond')}</strong>
      </div>
    );
  }
  const limits = numberLimits(row.item);
  return (
    <div className="checklist-signature">
      {tick.value === null ? null : (
        <strong className={tick.status === 'failed' ? 'checklist-failed' : undefined}>
          {tick.status === 'failed'
            ? t('checklist.failedValue', {
                value: tick.value,
                unit: limits.unit,
                limits: limitWords(t, limits),
              })
            : `${tick.value} ${limits.unit}`}
        </strong>
      )}
      <span>{signed(tick.first)}</span>
      {tick.second === null ? null : <span>{signed(tick.second)}</span>}
      {tick.note === '' ? null : <span>{tick.note}</span>}
      {tick.evidenceId === null ? null : (
        <a
          className="checklist-photo"
          href={`/api/evidence/${tick.evidenceId}`}
          target="_blank"
          rel="noreferrer"
        >
          <img
            src={`/api/evidence/${tick.evidenceId}`}
            alt={t('checklist.photoOf', { text: row.item.text })}
          />
        </a>
      )}
    </div>
  );
}
