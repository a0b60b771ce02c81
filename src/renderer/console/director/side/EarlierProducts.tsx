import { useTranslation } from 'react-i18next';
import type { ShowPlan } from '#shared/model/showPlan';
import { productCard } from '#shared/run/productCard';
import { currentSegment, type RunState } from '#shared/run/state';
import { useDesk } from '../deskContext.tsx';
import { ENCORE_SEC, earlierItems } from '../model/encore.ts';

/** Products that had their turn: one press brings one back after the current segment. */
export function EarlierProducts({ run, plan }: { readonly run: RunState; readonly plan: ShowPlan }) {
  const { t } = useTranslation();
  const { act, intend, whyNot, say } = useDesk();
  const cards = earlierItems(run, plan).flatMap((itemId) => productCard(plan, itemId, null) ?? []);
  if (cards.length === 0) return null;
  const hindrance = whyNot('segment.insert');
  return (
    <details className="side-block earlier-products" data-testid="earlier-products">
      <summary>{t('director.earlierProducts', { count: cards.length })}</summary>
      {cards.map(({ itemId, linkNo, name }) => {
        const payload = {
          afterSegmentId: currentSegment(run).segmentId,
          source: { kind: 'product', itemId, durationSec: ENCORE_SEC },
        } as const;
        const show = (): void => intend({ type: 'segment.insert', payload });
        const hide = (): void => intend(null);
        return (
          <div key={itemId} className="product-row" data-item={itemId}>
            <span className="product-row-link">{linkNo}</span>
            <span className="product-row-name" title={name}>
              {name}
            </span>
            <span className="product-row-actions">
              <button
                type="button"
                disabled={hindrance !== null}
                title={hindrance ?? t('director.encoreHint')}
                onPointerEnter={show}
                onPointerLeave={hide}
                onFocus={show}
                onBlur={hide}
                onClick={() =>
                  void act('segment.insert', payload).then((result) => {
                    if (result.ok) say(t('director.insertedNext', { title: name }));
                  })
                }
              >
                {t('director.encore')}
              </button>
            </span>
          </div>
        );
      })}
    </details>
  );
}
