import { useTranslation } from 'react-i18next';
import type { Message } from '#shared/run/state';
import { bandType } from './messageBand.ts';

const PADDING_PX = { side: 32, top: 16, bottom: 16 } as const;
/** Even under very large type the director is heard: so much of the height is the band's. */
const LEAST_SHARE = 0.16;

/** The director's word, as large as fits below the reading zone. */
export function MessageBand({
  message,
  widthPx,
  screenHeightPx,
  focusEndPx,
  onAcknowledge,
}: {
  readonly message: Message;
  readonly widthPx: number;
  readonly screenHeightPx: number;
  readonly focusEndPx: number;
  readonly onAcknowledge: () => void;
}) {
  const { t } = useTranslation();
  const text = message.kind === 'text' ? message.text : t(`prompter.message.${message.kind}`);
  const extra = message.kind === 'text' || message.text === '' ? '' : ` ${message.text}`;
  const roomPx =
    Math.max(screenHeightPx - focusEndPx, screenHeightPx * LEAST_SHARE) - PADDING_PX.top - PADDING_PX.bottom;
  const { fontPx } = bandType(text + extra, widthPx - 2 * PADDING_PX.side, roomPx, screenHeightPx);
  return (
    <button
      type="button"
      className="message-band"
      data-testid="message-band"
      onClick={onAcknowledge}
      // Focus would take the clicker's keys away from the text.
      onMouseDown={(event) => event.preventDefault()}
      tabIndex={-1}
      style={{ fontSize: fontPx, padding: `${PADDING_PX.top}px ${PADDING_PX.side}px ${PADDING_PX.bottom}px` }}
    >
      <span role="alert">{text + extra}</span>
    </button>
  );
}
