import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Prize } from '#shared/model/showPlan';
import { shortPrizes } from '#shared/run/goLiveGate';
import { useCommand } from '../../common/useCommand.ts';
import { Mark } from './Mark.tsx';
import { Refusal } from './Refusal.tsx';
import { Section } from './Section.tsx';
import type { Gate } from './useGate.ts';

/** Prizes on hand against the plan. Fewer than planned blocks: what is promised must be there. */
export function PrizeSection({ gate }: { readonly gate: Gate }) {
  const { t } = useTranslation();
  const { plan, prep } = gate.state;
  if (plan === null) return null;
  const short = new Set(shortPrizes(plan, prep.prizesOnHand).map((prize) => prize.prizeId));
  const mark = plan.prizes.length === 0 ? 'unknown' : short.size > 0 ? 'attention' : 'ok';
  return (
    <Section
      id="prizes"
      mark={mark}
      status={
        mark === 'unknown'
          ? t('gate.prizes.none')
          : short.size > 0
            ? t('gate.prizes.short', { number: short.size })
            : t('gate.prizes.enough')
      }
    >
      <ul className="gate-rows">
        {plan.prizes.map((prize) => {
          const onHand = prep.prizesOnHand[prize.id] ?? prize.qtyOnHand;
          // A count by somebody else comes in as a fresh field.
          return (
            <PrizeRow
              key={`${prize.id}-${onHand}`}
              prize={prize}
              onHand={onHand}
              isShort={short.has(prize.id)}
              hindrance={gate.whyNot('prize.count')}
            />
          );
        })}
      </ul>
    </Section>
  );
}

function PrizeRow({
  prize,
  onHand,
  isShort,
  hindrance,
}: {
  readonly prize: Prize;
  readonly onHand: number;
  readonly isShort: boolean;
  readonly hindrance: string | null;
}) {
  const { t } = useTranslation();
  const { send, error } = useCommand();
  const [text, setText] = useState(String(onHand));
  const counted = /^\d+$/u.test(text.trim()) ? Number(text) : null;
  return (
    <li className="gate-row gate-prize" data-prize={prize.id}>
      <Mark kind={isShort ? 'attention' : 'ok'} />
      <span className="gate-row-main">
        <b>{prize.name}</b>
        <em>
          {isShort
            ? t('gate.prizes.missing', { number: prize.qtyPlanned - onHand, planned: prize.qtyPlanned })
            : t('gate.prizes.planned', { planned: prize.qtyPlanned })}
        </em>
        <Refusal error={error} />
      </span>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (counted !== null) void send('prize.count', { prizeId: prize.id, qtyOnHand: counted });
        }}
      >
        <input
          type="text"
          inputMode="numeric"
          aria-label={t('gate.prizes.onHand', { name: prize.name })}
          value={text}
          disabled={hindrance !== null}
          onChange={(event) => setText(event.target.value)}
        />
        <button
          type="submit"
          className="gate-button"
          disabled={hindrance !== null || counted === null || counted === onHand}
          title={hindrance ?? undefined}
        >
          {t('gate.prizes.count')}
        </button>
      </form>
    </li>
  );
}
