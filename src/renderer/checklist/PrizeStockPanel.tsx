import { ChevronDown, Gift, Hash } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rolesOf, type Prize, type ShowPlan } from '#shared/model/showPlan';
import { permittingRole } from '#shared/run/permissions';
import { prizeStock, type PrizeStock } from '#shared/run/prizeStock';
import { errorText } from '../common/errorText.ts';
import { useStudio } from '../common/StudioProvider.tsx';
import { useCommand } from '../common/useCommand.ts';
import { NumberSheet } from './NumberSheet.tsx';

/** Prizes on hand against plan; a short one names the interactions that it stops. */
export function PrizeStockPanel({
  plan,
  isFoldable,
}: {
  readonly plan: ShowPlan;
  readonly isFoldable: boolean;
}) {
  const { t } = useTranslation();
  const { state, memberId } = useStudio();
  const { send, error } = useCommand();
  const [counting, setCounting] = useState<Prize | null>(null);
  const stock = prizeStock(plan, state.prep.prizesOnHand);
  const short = stock.filter((each) => each.missing > 0).length;
  const sitter = plan.team.find((member) => member.id === memberId);
  const mayCount = sitter !== undefined && permittingRole('prize.count', rolesOf(sitter)) !== null;
  return (
    <details className="prize-stock" open={!isFoldable || short > 0}>
      <summary>
        <Gift size={20} strokeWidth={1.75} aria-hidden="true" />
        <span className="prize-stock-title">{t('checklist.prize.title')}</span>
        <span className={short > 0 ? 'checklist-late' : undefined}>
          {short > 0 ? t('checklist.prize.shortCount', { count: short }) : t('checklist.prize.allThere')}
        </span>
        <ChevronDown size={20} strokeWidth={1.75} aria-hidden="true" />
      </summary>
      <ul>
        {stock.map((each) => (
          <PrizeRow
            key={each.prize.id}
            stock={each}
            mayCount={mayCount}
            onCount={() => setCounting(each.prize)}
          />
        ))}
      </ul>
      {mayCount ? null : <p className="checklist-note">{t('checklist.prize.whoCounts')}</p>}
      {error === null ? null : <p role="alert">{errorText(t, error)}</p>}
      {counting === null ? null : (
        <NumberSheet
          title={t('checklist.prize.countOf', { name: counting.name })}
          limits={{ min: counting.qtyPlanned, max: null, unit: t('checklist.prize.unit') }}
          isWholeOnly
          outsideMeans="short"
          onClose={() => setCounting(null)}
          onEnter={(qtyOnHand) => {
            setCounting(null);
            void send('prize.count', { prizeId: counting.id, qtyOnHand });
          }}
        />
      )}
    </details>
  );
}

function PrizeRow({
  stock,
  mayCount,
  onCount,
}: {
  readonly stock: PrizeStock;
  readonly mayCount: boolean;
  readonly onCount: () => void;
}) {
  const { t } = useTranslation();
  const { prize, onHand, planned, missing, interactions } = stock;
  return (
    <li className="prize-row" data-prize={prize.id}>
      <div className="prize-row-body">
        <strong>{prize.name}</strong>
        <span>{prize.spec}</span>
        {missing === 0 ? null : (
          <span className="checklist-late">
            ▲ {t('checklist.prize.missing', { count: missing })}
            {interactions.length === 0
              ? ''
              : ` · ${t('checklist.prize.blocks', { names: interactions.map((each) => `「${each.name}」`).join('') })}`}
          </span>
        )}
      </div>
      <span className="prize-row-figures">
        <strong>{onHand}</strong>
        <span>{t('checklist.prize.planned', { planned })}</span>
      </span>
      {mayCount ? (
        <button type="button" className="checklist-button" onClick={onCount}>
          <Hash size={20} strokeWidth={1.75} aria-hidden="true" />
          {t('checklist.prize.count')}
        </button>
      ) : null}
    </li>
  );
}
