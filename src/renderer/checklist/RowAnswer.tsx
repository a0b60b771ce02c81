import { Camera, Check, Hash, MonitorDown, PenLine, UserPen } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShowPlan } from '#shared/model/showPlan';
import { numberLimits } from '#shared/run/checklistRules';
import { useStudio } from '../common/StudioProvider.tsx';
import { NumberSheet } from './NumberSheet.tsx';
import { SecondSignerSheet } from './SecondSignerSheet.tsx';
import type { ChecklistRow } from './rowModel.ts';
import type { ChecklistActions } from './useChecklistActions.ts';

type Props = { readonly row: ChecklistRow; readonly plan: ShowPlan; readonly actions: ChecklistActions };

/** The one button of a row, made for its kind. Nothing where it is not this person's turn. */
export function RowAnswer({ row, plan, actions }: Props) {
  const { t } = useTranslation();
  const [sheet, setSheet] = useState<'number' | 'second' | null>(null);
  const isBusy = actions.busy === row.item.id;
  const isAgain = row.status === 'done' || row.status === 'failed';
  if (row.turn === 'nobody' || row.turn === 'watch') return null;
  if (row.turn === 'handOver' || row.turn === 'secondSign') {
    return (
      <>
        <button
          type="button"
          data-answer
          className="checklist-button checklist-button-main"
          disabled={isBusy}
          onClick={() => (row.turn === 'secondSign' ? actions.tick(row) : setSheet('second'))}
        >
          {row.turn === 'secondSign' ? (
            <PenLine size={20} strokeWidth={1.75} aria-hidden="true" />
          ) : (
            <UserPen size={20} strokeWidth={1.75} aria-hidden="true" />
          )}
          {t(row.turn === 'secondSign' ? 'checklist.answer.secondSign' : 'checklist.answer.handOver')}
        </button>
        {sheet === 'second' ? (
          <SecondSignerSheet
            row={row}
            plan={plan}
            onClose={() => setSheet(null)}
            onSign={(signer) => {
              setSheet(null);
              actions.signAs(row, signer);
            }}
          />
        ) : null}
      </>
    );
  }
  switch (row.kind) {
    case 'automatic':
      return null;
    case 'tick':
      return row.status === 'done' ? null : (
        <button
          type="button"
          data-answer
          className="checklist-button checklist-button-main"
          disabled={isBusy}
          onClick={() => actions.tick(row)}
        >
          <Check size={20} strokeWidth={1.75} aria-hidden="true" />
          {t('checklist.answer.tick')}
        </button>
      );
    case 'dualSign':
      return row.status === 'done' ? null : (
        <button
          type="button"
          data-answer
          className="checklist-button checklist-button-main"
          disabled={isBusy}
          onClick={() => actions.tick(row)}
        >
          <PenLine size={20} strokeWidth={1.75} aria-hidden="true" />
          {t('checklist.answer.firstSign')}
        </button>
      );
    case 'number':
      return (
        <>
          <button
            type="button"
            data-answer
            className={`checklist-button ${isAgain ? 'checklist-button-quiet' : 'checklist-button-main'}`}
            disabled={isBusy}
            onClick={() => setSheet('number')}
          >
            <Hash size={20} strokeWidth={1.75} aria-hidden="true" />
            {t(isAgain ? 'checklist.answer.numberAgain' : 'checklist.answer.number')}
          </button>
          {sheet === 'number' ? (
            <NumberSheet
              title={row.item.text}
              limits={numberLimits(row.item)}
              isWholeOnly={row.item.kind === 'count'}
              outsideMeans="failed"
              onClose={() => setSheet(null)}
              onEnter={(value) => {
                setSheet(null);
                actions.number(row, value);
              }}
            />
          ) : null}
        </>
      );
    case 'photo':
      return (
        <>
          {row.item.evidence === 'screenshot' && <StillButton row={row} actions={actions} isBusy={isBusy} />}
          <PhotoButton isAgain={isAgain} isBusy={isBusy} onPhoto={(file) => actions.photo(row, file)} />
        </>
      );
  }
}

/** The picture that OBS has on program, which is the very thing the item asks for. */
function StillButton({
  row,
  actions,
  isBusy,
}: {
  readonly row: ChecklistRow;
  readonly actions: ChecklistActions;
  readonly isBusy: boolean;
}) {
  const { t } = useTranslation();
  const { state, live } = useStudio();
  const sceneId = state.output.program?.sceneId ?? null;
  const hasPictures = live?.switcher.kind === 'obs' && live.switcher.link === 'ready';
  if (!hasPictures || sceneId === null) return null;
  return (
    <button
      type="button"
      className="checklist-button checklist-button-quiet"
      disabled={isBusy}
      onClick={() => actions.still(row, sceneId)}
    >
      <MonitorDown size={20} strokeWidth={1.75} aria-hidden="true" />
      {t('checklist.answer.still')}
    </button>
  );
}

function PhotoButton({
  isAgain,
  isBusy,
  onPhoto,
}: {
  readonly isAgain: boolean;
  readonly isBusy: boolean;
  readonly onPhoto: (file: File) => void;
}) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        data-answer
        className={`checklist-button ${isAgain ? 'checklist-button-quiet' : 'checklist-button-main'}`}
        disabled={isBusy}
        onClick={() => input.current?.click()}
      >
        <Camera size={20} strokeWidth={1.75} aria-hidden="true" />
        {t(
          isBusy
            ? 'checklist.answer.photoSending'
            : isAgain
              ? 'checklist.answer.photoAgain'
              : 'checklist.answer.photo',
        )}
      </button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file !== undefined) onPhoto(file);
          // The same picture may be chosen once more.
          event.target.value = '';
        }}
      />
    </>
  );
}
