import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { formatFen } from '../common/format.ts';
import type { HandCard } from './handCard.ts';

/** The hand-card: name, price now, what to say about it, what not to forget. */
export function HandCardView({
  shown,
  place,
  hasStrip,
}: {
  readonly shown: HandCard;
  readonly place: 'rail' | 'foot';
  readonly hasStrip: boolean;
}) {
  const { t } = useTranslation();
  const { card, stage, points, caution } = shown;
  const price = formatFen(card.priceFen);
  // A long price gets smaller type rather than a second line; a digit is a little over half as wide as high.
  const priceWidth: CSSProperties & Record<'--price-ems', number> = { '--price-ems': price.length * 0.64 };
  return (
    <aside
      className={`hand-card hand-card-${place}${hasStrip ? '' : ' hand-card-high'}`}
      aria-label={t('prompter.card.title')}
      data-testid="hand-card"
      data-stage={stage}
    >
      <div className="hand-card-head">
        <p className="hand-card-stage">
          <span aria-hidden="true">{stage === 'ready' ? '○' : stage === 'shown' ? '◐' : '◉'}</span>
          {t(`prompter.card.${stage}`)}
        </p>
        <h2>
          <small>{t('prompter.card.link', { linkNo: card.linkNo })}</small>
          {card.name}
        </h2>
        <p className="hand-card-price" style={priceWidth}>
          <b>{price}</b>
          {card.referencePriceFen !== null && <s>{formatFen(card.referencePriceFen)}</s>}
        </p>
      </div>
      {points.length > 0 && (
        <ol className="hand-card-points">
          {points.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ol>
      )}
      {caution !== null && (
        <p className="hand-card-caution">
          <span aria-hidden="true">▲</span>
          <b>{caution}</b>
        </p>
      )}
    </aside>
  );
}
