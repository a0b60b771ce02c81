import { PenLine } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberId } from '#shared/model/ids';
import { rolesOf, type ShowPlan } from '#shared/model/showPlan';
import { otherSigners, type ChecklistRow } from './rowModel.ts';
import { Sheet } from './Sheet.tsx';

type Props = {
  readonly row: ChecklistRow;
  readonly plan: ShowPlan;
  readonly onSign: (signer: MemberId) => void;
  readonly onClose: () => void;
};

/** The phone is handed over: the second person picks their own name and signs; the first one is not in the list. */
export function SecondSignerSheet({ row, plan, onSign, onClose }: Props) {
  const { t } = useTranslation();
  const [signerId, setSignerId] = useState<MemberId | null>(null);
  const signer = plan.team.find((member) => member.id === signerId);
  return (
    <Sheet title={t('checklist.second.title')} onClose={onClose}>
      <p className="sheet-text">{row.item.text}</p>
      <p className="sheet-hint">{t('checklist.second.hint')}</p>
      <div className="sheet-people">
        {otherSigners(plan, row.tick).map((member) => (
          <button
            key={member.id}
            type="button"
            className="checklist-person"
            aria-pressed={member.id === signerId}
            onClick={() => setSignerId(member.id)}
          >
            <strong>{member.displayName}</strong>
            <span>
              {rolesOf(member)
                .map((role) => t(`common.role.${role}`))
                .join(' ')}
            </span>
          </button>
        ))}
      </div>
      <button
        type="button"
        className="checklist-button checklist-button-main sheet-sign"
        disabled={signer === undefined}
        onClick={() => (signer === undefined ? undefined : onSign(signer.id))}
      >
        <PenLine size={20} strokeWidth={1.75} aria-hidden="true" />
        {signer === undefined
          ? t('checklist.second.pick')
          : t('checklist.second.sign', { name: signer.displayName })}
      </button>
    </Sheet>
  );
}
