import { useCallback, useState } from 'react';
import type { CommandResult } from '#shared/model/commandResult';
import type { MemberId, SceneId } from '#shared/model/ids';
import type { ItemTick } from '#shared/run/state';
import { useStudioClient } from '../common/StudioProvider.tsx';
import type { CoreRefusal } from '../common/coreReply.ts';
import { keepSwitcherStill, sendPhoto, type PhotoSent } from '../common/evidencePhoto.ts';
import type { ChecklistRow } from './rowModel.ts';

/** What the bar at the bottom can take back for a few seconds. */
export type UndoOffer = {
  readonly id: number;
  readonly deed: 'ticked' | 'unticked';
  readonly text: string;
  readonly undo: () => void;
};

export type ChecklistActions = {
  readonly tick: (row: ChecklistRow) => void;
  readonly number: (row: ChecklistRow, value: number) => void;
  readonly photo: (row: ChecklistRow, file: File) => void;
  /** What the switcher shows of a scene, as the evidence. */
  readonly still: (row: ChecklistRow, sceneId: SceneId) => void;
  readonly signAs: (row: ChecklistRow, signer: MemberId) => void;
  readonly untick: (row: ChecklistRow) => void;
  /** The item whose answer is under way. */
  readonly busy: string | null;
  readonly error: CoreRefusal | null;
  readonly clearError: () => void;
  readonly offer: UndoOffer | null;
  readonly dropOffer: () => void;
};

let offers = 0;

/** Everything a row can do, with one error line and one undo offer for the whole page. */
export function useChecklistActions(): ChecklistActions {
  const client = useStudioClient();
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<CoreRefusal | null>(null);
  const [offer, setOffer] = useState<UndoOffer | null>(null);

  const perform = useCallback(
    async (
      row: ChecklistRow,
      ask: () => Promise<CommandResult | { readonly ok: false; readonly error: CoreRefusal }>,
    ): Promise<boolean> => {
      setBusy(row.item.id);
      const result = await ask();
      setBusy(null);
      setError(result.ok ? null : result.error);
      return result.ok;
    },
    [],
  );

  const offerUndo = useCallback((deed: UndoOffer['deed'], row: ChecklistRow, undo: () => void): void => {
    offers += 1;
    setOffer({ id: offers, deed, text: row.item.text, undo });
  }, []);

  const untick = useCallback(
    (row: ChecklistRow): void => {
      const before = row.tick;
      const itemId = row.item.id;
      void perform(row, () => client.send('checklist.untick', { itemId })).then((isDone) => {
        const again = isDone ? sameAgain(before) : null;
        if (again === null) return;
        offerUndo(
          'unticked',
          row,
          () => void perform(row, () => client.send('checklist.tick', { itemId, ...again })),
        );
      });
    },
    [client, perform, offerUndo],
  );

  const answer = useCallback(
    (
      row: ChecklistRow,
      ask: () => Promise<CommandResult | { readonly ok: false; readonly error: CoreRefusal }>,
    ): void => {
      void perform(row, ask).then((isDone) => {
        if (!isDone) return;
        offerUndo(
          'ticked',
          row,
          () => void perform(row, () => client.send('checklist.untick', { itemId: row.item.id })),
        );
      });
    },
    [client, perform, offerUndo],
  );

  const withPicture = (row: ChecklistRow, take: () => Promise<PhotoSent>): void =>
    answer(row, async () => {
      const sent = await take();
      return sent.ok
        ? client.send('checklist.tick', { itemId: row.item.id, evidenceId: sent.evidenceId })
        : sent;
    });

  return {
    tick: (row) => answer(row, () => client.send('checklist.tick', { itemId: row.item.id })),
    number: (row, value) => answer(row, () => client.send('checklist.tick', { itemId: row.item.id, value })),
    photo: (row, file) => withPicture(row, () => sendPhoto(file, client.view.memberId)),
    still: (row, sceneId) => withPicture(row, () => keepSwitcherStill(sceneId, client.view.memberId)),
    // Taking back a signature that took two people is not offered in passing; the row itself can do it.
    signAs: (row, signer) => {
      setOffer(null);
      void perform(row, () => client.send('checklist.tick', { itemId: row.item.id }, signer));
    },
    untick,
    busy,
    error,
    clearError: useCallback(() => setError(null), []),
    offer,
    dropOffer: useCallback(() => setOffer(null), []),
  };
}

/** What to tick with so that the row is as it was, or null when that took more than one person. */
function sameAgain(
  tick: ItemTick | null,
): { readonly value?: number; readonly evidenceId?: string; readonly note?: string } | null {
  if (tick === null || tick.status === 'halfSigned' || tick.second !== null) return null;
  return {
    ...(tick.value === null ? {} : { value: tick.value }),
    ...(tick.evidenceId === null ? {} : { evidenceId: tick.evidenceId }),
    ...(tick.note === '' ? {} : { note: tick.note }),
  };
}
