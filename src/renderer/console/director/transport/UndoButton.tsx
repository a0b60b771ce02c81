import { Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { UNDO_WINDOW_MS } from '#shared/run/decide/runCommands';
import type { RunState } from '#shared/run/state';
import { useNow } from '../../../common/StudioProvider.tsx';
import { useDesk } from '../deskContext.tsx';
import { BarButton } from './BarButton.tsx';

/** Takes back the last take while that is possible; counts the seconds. */
export function UndoButton({ run }: { readonly run: RunState }) {
  const { t } = useTranslation();
  const { act } = useDesk();
  const now = useNow(200);
  const leftMs = run.undo === null ? 0 : UNDO_WINDOW_MS - (now - run.undo.takenAt);
  const isPossible = leftMs > 0;
  return (
    <BarButton
      icon={Undo2}
      word={isPossible ? t('director.undoFor', { seconds: Math.ceil(leftMs / 1000) }) : t('director.undo')}
      command="take.undo"
      keyAction="undo"
      isOn={isPossible}
      why={isPossible ? null : t('director.nothingToUndo')}
      onPress={() => void act('take.undo', {})}
    />
  );
}
