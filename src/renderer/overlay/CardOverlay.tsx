import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatFen } from '../common/format.ts';
import { useStudio } from '../common/StudioProvider.tsx';
import { overlayCard, type OverlayCard } from './overlayCard.ts';
import './overlay.css';

/**
 * The page OBS lays over program: the product card and nothing else, ever. While the core is away it keeps
 * what it had; a word about that has no place on air.
 */
export function CardOverlay() {
  const { state } = useStudio();
  const card = overlayCard(state);
  const [leaving, setLeaving] = useState<OverlayCard | null>(null);
  const [last, setLast] = useState<OverlayCard | null>(card);
  // A card that was taken away stays until its way out has ended.
  if (card?.itemId !== last?.itemId || card?.price?.fen !== last?.price?.fen) {
    setLeaving(card === null ? last : null);
    setLast(card);
  }
  useEffect(() => {
    if (leaving === null) return undefined;
    const timer = window.setTimeout(() => setLeaving(null), OUT_MS);
    return () => window.clearTimeout(timer);
  }, [leaving]);
  const shown = card ?? leaving;
  return <main>{shown !== null && <Card key={shown.itemId} card={shown} isLeaving={card === null} />}</main>;
}

/** A little longer than the movement in overlay.css. */
const OUT_MS = 200;

function Card({ card, isLeaving }: { readonly card: OverlayCard; readonly isLeaving: boolean }) {
  const { t } = useTranslation();
  const { linkNo, name, sellingPoint, price } = card;
  return (
    <article className={`overlay-card${isLeaving ? ' overlay-card-leaving' : ''}`}>
      <div className="overlay-link">
        <strong>{linkNo}</strong>
        <span>{t('overlay.link')}</span>
      </div>
      <div className="overlay-body">
        <h1 className="overlay-name">{name}</h1>
        {sellingPoint === null ? null : <p className="overlay-point">{sellingPoint}</p>}
        {price === null ? (
          <p className="overlay-pending">{t('overlay.pricePending')}</p>
        ) : (
          <p className="overlay-price">
            <small>¥</small>
            {formatFen(price.fen).slice(1)}
          </p>
        )}
        {price === null || price.referenceFen === null ? null : (
          <p className="overlay-reference">
            {price.basis === null
              ? t('overlay.sumOfParts', { price: formatFen(price.referenceFen) })
              : `${t('overlay.reference', { price: formatFen(price.referenceFen) })} · ${price.basis}`}
          </p>
        )}
      </div>
    </article>
  );
}
