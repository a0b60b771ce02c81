import { describe, expect, it } from 'vitest';
import { HAND_CARD_PARTS, handCardTalk, missingHandCardParts } from '#shared/run/handCard';
import { demoShow, smallShow } from '../../support/showFixture.ts';

describe('PLAN-14 hand cards', () => {
  it('PLAN-14 the demo show’s cards all say the four things', () => {
    const plan = demoShow();
    for (const item of [...plan.products, ...plan.combos]) {
      expect({ item: item.name, missing: missingHandCardParts(plan, item.id) }).toEqual({
        item: item.name,
        missing: [],
      });
    }
  });

  it.each(HAND_CARD_PARTS)(
    'PLAN-14 a card without its %s is incomplete, and so is a combo with it',
    (part) => {
      for (const nothing of [[], ['  ']]) {
        const plan = smallShow((file) => {
          const spoon = file.products[0];
          if (spoon === undefined) throw new Error('no product');
          if (part === 'sellingPoints' || part === 'useScenarios') spoon[part] = nothing;
          else spoon[part] = nothing.join('');
        });
        expect(missingHandCardParts(plan, 'g-spoon')).toEqual([part]);
        expect(missingHandCardParts(plan, 'k-set')).toEqual([part]);
        expect(missingHandCardParts(plan, 'g-apron')).toEqual([]);
      }
    },
  );

  it('PLAN-14 what to say of a product is at hand; a combo is its parts', () => {
    expect(handCardTalk(smallShow(), 'g-spoon')).toMatchObject({
      useScenarios: ['厨房'],
      differentiator: '榉木',
      userBenefit: '不伤锅',
    });
    expect(handCardTalk(smallShow(), 'k-set')).toBeNull();
  });
});
