import { useTranslation } from 'react-i18next';
import type { ShowPlan } from '#shared/model/showPlan';
import { handCardTalk, missingHandCardParts } from '#shared/run/handCard';
import type { RunState } from '#shared/run/state';
import { formatFen } from '../common/format.ts';
import type { CardSlot } from './cardsNowNext.ts';

type Props = {
  readonly plan: ShowPlan;
  readonly slot: CardSlot | null;
  /** What the overlay shows; null for a product whose turn it is not yet. */
  readonly onAir: { readonly card: RunState['card'] } | null;
  readonly empty: string;
};

/** A product as the assistant needs it: what to say of it, what never to say, and what viewers see of it now. */
export function ProductPanel({ plan, slot, onAir, empty }: Props) {
  const { t } = useTranslation();
  if (slot === null) return <p className="assistant-product assistant-nothing">{empty}</p>;
  const {
    linkNo,
    name,
    spec,
    priceFen,
    referencePriceFen,
    priceBasis,
    sellingPoints,
    cautions,
    stock,
    purchaseLimit,
    itemId,
  } = slot.card;
  const talk = handCardTalk(plan, itemId);
  const missing = missingHandCardParts(plan, itemId).map((part) => t(`assistant.part.${part}`));
  const talkLines = [
    ['userBenefit', talk?.userBenefit ?? ''],
    ['differentiator', talk?.differentiator ?? ''],
    ['useScenarios', talk?.useScenarios.join(t('assistant.comma')) ?? ''],
  ] as const;
  const card = onAir?.card ?? null;
  const shown = card?.itemId !== itemId ? 'none' : card.priceShown ? 'price' : 'card';
  const standing = onAir === null ? slot.segment.title : t(`assistant.overlay.${shown}`);
  return (
    <article className="assistant-product">
      <header>
        <span className="assistant-link">{t('assistant.link', { linkNo })}</span>
        <span className="assistant-overlay" title={standing}>
          {standing}
        </span>
      </header>
      <h3>{name}</h3>
      <p className="assistant-spec">{spec}</p>
      <p className="assistant-price">
        <strong>{formatFen(priceFen)}</strong>
        {referencePriceFen === null ? null : (
          <span>
            {t('assistant.reference', { price: formatFen(referencePriceFen) })}
            {priceBasis === null ? '' : ` · ${priceBasis}`}
          </span>
        )}
      </p>
      {sellingPoints.length === 0 ? null : (
        <ul className="assistant-points">
          {sellingPoints.slice(0, 3).map((point, index) => (
            <li key={index}>{point}</li>
          ))}
        </ul>
      )}
      {talkLines.map(([part, words]) =>
        words.trim() === '' ? null : (
          <p key={part} className="assistant-part">
            <span>{t(`assistant.part.${part}`)}</span>
            {words}
          </p>
        ),
      )}
      {missing.length === 0 ? null : (
        <p className="assistant-incomplete">
          ▲ {t('assistant.incomplete', { parts: missing.join(t('assistant.comma')) })}
        </p>
      )}
      {cautions.length === 0 ? null : (
        <p className="assistant-cautions">
          <span aria-hidden="true">▲ </span>
          {t('assistant.cautions', { text: cautions.join(t('assistant.comma')) })}
        </p>
      )}
      <p className="assistant-stock">
        <span>{t('assistant.stock', { stock })}</span>
        <span>
          {purchaseLimit === 0 ? t('assistant.noLimit') : t('assistant.limit', { limit: purchaseLimit })}
        </span>
      </p>
    </article>
  );
}
