import { useTranslation } from 'react-i18next';
import type { Segment, ShowPlan } from '#shared/model/showPlan';
import { productCard } from '#shared/run/productCard';
import type { RunState } from '#shared/run/state';
import { formatFen } from '../../../common/format.ts';
import { useDesk } from '../deskContext.tsx';

/** The products of this segment: what is on the overlay, and putting it there. */
export function ProductCards({
  run,
  plan,
  segment,
}: {
  readonly run: RunState;
  readonly plan: ShowPlan;
  readonly segment: Segment;
}) {
  const { t } = useTranslation();
  const { act, whyNot } = useDesk();
  const ids = [...segment.productIds, ...segment.comboIds];
  const shown = run.card !== null && !ids.includes(run.card.itemId) ? [run.card.itemId, ...ids] : ids;
  if (shown.length === 0) return null;
  const button = (
    type: 'product.push' | 'product.reveal' | 'product.retract',
    word: string,
    go: () => void,
    isMain: boolean,
  ) => {
    const hindrance = whyNot(type);
    return (
      <button
        type="button"
        data-main={isMain}
        disabled={hindrance !== null}
        title={hindrance ?? undefined}
        onClick={go}
      >
        {word}
      </button>
    );
  };
  return (
    <section className="side-block">
      <h2>{t('director.cards')}</h2>
      {shown.map((itemId) => {
        const card = productCard(plan, itemId, segment);
        if (card === null) return null;
        const isUp = run.card?.itemId === itemId;
        const isPriced = isUp && run.card?.priceShown === true;
        return (
          <div key={itemId} className="product-row" data-up={isUp} data-item={itemId}>
            <span className="product-row-link">{card.linkNo}</span>
            <span className="product-row-name" title={card.name}>
              {card.name}
            </span>
            <span className="product-row-price">
              <b>{formatFen(card.priceFen)}</b>
              {card.referencePriceFen !== null && <s>{formatFen(card.referencePriceFen)}</s>}
            </span>
            <span className="product-row-state">
              {isPriced
                ? `● ${t('director.cardPriced')}`
                : isUp
                  ? `◐ ${t('director.cardUp')}`
                  : `○ ${t('director.cardDown')}`}
            </span>
            <span className="product-row-actions">
              {!isUp &&
                button(
                  'product.push',
                  t('director.pushCard'),
                  () => void act('product.push', { itemId }),
                  true,
                )}
              {!isPriced &&
                button(
                  'product.reveal',
                  t('director.revealPrice'),
                  () => void act('product.reveal', { itemId }),
                  isUp,
                )}
              {isUp &&
                button(
                  'product.retract',
                  t('director.retractCard'),
                  () => void act('product.retract', {}),
                  false,
                )}
            </span>
          </div>
        );
      })}
    </section>
  );
}
