import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { currentSegment } from '#shared/run/state';
import { useStudioClient } from '../../common/StudioProvider.tsx';
import type { PayloadOf } from '../../common/studioClient.ts';
import { useDesk } from './deskContext.tsx';
import type { HeldAction } from './keys.ts';
import { adjustStepSec } from './model/adjustStep.ts';
import type { Intent } from './model/foresee.ts';
import { placeBeside } from './model/places.ts';
import { rowAtHand } from './runSheet/rowAtHand.ts';

/** A key that is held shows its knock-on; letting it go does exactly what was shown. */
export function useHeldAction(): {
  readonly hold: (kind: HeldAction) => void;
  readonly release: (isMeant: boolean) => void;
} {
  const { t } = useTranslation();
  const client = useStudioClient();
  const { run, act, intend, say } = useDesk();
  const go = useRef<(() => void) | null>(null);
  const show = <Type extends Intent['type']>(type: Type, payload: PayloadOf<Type>, intent: Intent): void => {
    go.current = () => void act(type, payload);
    intend(intent);
  };
  return {
    hold: (kind) => {
      go.current = null;
      if (run === null) return;
      if (kind === 'extend' || kind === 'shorten') {
        const segment = currentSegment(run);
        const payload = {
          segmentId: segment.segmentId,
          deltaSec: adjustStepSec(run, segment, kind, client.now()),
        };
        const type = `segment.${kind}` as const;
        show(type, payload, { type, payload });
        return;
      }
      const row = rowAtHand(run);
      const afterSegmentId =
        row === null ? null : placeBeside(run, row.segmentId, kind === 'moveUp' ? 'up' : 'down');
      if (row === null || afterSegmentId === null) {
        say(t(row === null ? 'director.moveChoose' : 'director.moveNowhere'));
        return;
      }
      const payload = { segmentId: row.segmentId, afterSegmentId };
      show('segment.reorder', payload, { type: 'segment.reorder', payload });
    },
    release: (isMeant) => {
      intend(null);
      if (isMeant) go.current?.();
      go.current = null;
    },
  };
}
