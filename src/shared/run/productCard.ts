import type { ItemId } from '../model/ids.ts';
import { findItem, type Promotion, type Segment, type ShowPlan } from '../model/showPlan.ts';

/** A product card as every station and the overlay show it. */
export type ProductCard = {
  readonly itemId: ItemId;
  readonly linkNo: number;
  readonly name: string;
  readonly spec: string;
  readonly priceFen: number;
  /** The price it is compared with, and what that comparison rests on; null when there is none to show. */
  readonly referencePriceFen: number | null;
  readonly priceBasis: string | null;
  readonly sellingPoints: readonly string[];
  readonly cautions: readonly string[];
  readonly stock: number;
  readonly purchaseLimit: number;
};

/**
 * A card as it stands in a segment: a flash sale that the segment runs sets the price, and the price it
 * replaces becomes the one it is compared with.
 */
export function productCard(plan: ShowPlan, itemId: string, segment: Segment | null): ProductCard | null {
  const card = ordinaryCard(plan, itemId);
  const flash = segment === null ? undefined : flashSale(plan, itemId, segment);
  if (card === null || flash?.priceFen === undefined) return card;
  return { ...card, priceFen: flash.priceFen, referencePriceFen: card.priceFen, priceBasis: flash.name };
}

function flashSale(plan: ShowPlan, itemId: string, segment: Segment): Promotion | undefined {
  return plan.promotions.find(
    (each) =>
      each.type === 'flashSale' && each.productId === itemId && segment.promotionIds.includes(each.id),
  );
}

function ordinaryCard(plan: ShowPlan, itemId: string): ProductCard | null {
  const item = findItem(plan, itemId);
  if (item === null) return null;
  if (item.kind === 'product') {
    const {
      id,
      linkNo,
      name,
      spec,
      livePriceFen,
      dailyPriceFen,
      priceBasis,
      sellingPoints,
      cautions,
      stock,
      purchaseLimit,
    } = item.product;
    const compared = dailyPriceFen > livePriceFen;
    return {
      itemId: id,
      linkNo,
      name,
      spec,
      priceFen: livePriceFen,
      referencePriceFen: compared ? dailyPriceFen : null,
      priceBasis: compared ? priceBasis : null,
      sellingPoints,
      cautions,
      stock,
      purchaseLimit,
    };
  }
  const { id, linkNo, name, items, comboPriceFen, sumLivePriceFen, stock, purchaseLimit } = item.combo;
  const parts = items.flatMap(({ productId, qty }) => {
    const part = plan.products.find((each) => each.id === productId);
    return part === undefined ? [] : [{ part, label: `${part.name}×${qty}` }];
  });
  return {
    itemId: id,
    linkNo,
    name,
    spec: parts.map(({ label }) => label).join(' + '),
    priceFen: comboPriceFen,
    referencePriceFen: sumLivePriceFen > comboPriceFen ? sumLivePriceFen : null,
    priceBasis: null,
    sellingPoints: parts.flatMap(({ part }) => part.sellingPoints.slice(0, 1)),
    cautions: parts.flatMap(({ part }) => part.cautions.slice(0, 1)),
    stock,
    purchaseLimit,
  };
}
