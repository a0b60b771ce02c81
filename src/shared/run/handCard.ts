import { findItem, type Product, type ShowPlan } from '../model/showPlan.ts';

/** The four things a hand card has to say of a product before anybody can talk about it (requirement PLAN-14). */
export const HAND_CARD_PARTS = ['sellingPoints', 'useScenarios', 'differentiator', 'userBenefit'] as const;
export type HandCardPart = (typeof HAND_CARD_PARTS)[number];

/** What a product’s card, or that of any part of a combo, does not say yet. Blanks say nothing. */
export function missingHandCardParts(plan: ShowPlan, itemId: string): readonly HandCardPart[] {
  const item = findItem(plan, itemId);
  if (item === null) return [];
  const products =
    item.kind === 'product'
      ? [item.product]
      : plan.products.filter((product) => item.combo.items.some((part) => part.productId === product.id));
  return HAND_CARD_PARTS.filter((part) => products.some((product) => !says(product, part)));
}

function says(product: Product, part: HandCardPart): boolean {
  const words = product[part];
  return (typeof words === 'string' ? [words] : words).some((each) => each.trim() !== '');
}

/** The two lines of a card that `productCard` leaves out, as a product’s own plan has them; null for a combo. */
export function handCardTalk(
  plan: ShowPlan,
  itemId: string,
): {
  readonly useScenarios: readonly string[];
  readonly differentiator: string;
  readonly userBenefit: string;
} | null {
  const item = findItem(plan, itemId);
  return item?.kind === 'product' ? item.product : null;
}
