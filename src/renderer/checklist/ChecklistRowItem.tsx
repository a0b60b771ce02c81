import { Check, Circle, CircleDashed, CircleSlash, Lock, Undo2 } from 'lucide-react';
import { useRef, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShowPlan } from '#shared/model/showPlan';
import { numberLimits } from '#shared/run/checklistRules';
import { useStudio } from '../common/StudioProvider.tsx';
import { hasLimits, limitWords } from './limitWords.ts';
import { RosterPeople } from './RosterPeople.tsx';
import { RowAnswer } from './RowAnswer.tsx';
import { mayUntick, rowPress, type ChecklistRow, type RowStatus } from './rowModel.ts';
import { SignatureLine } from './SignatureLine.tsx';
import type { ChecklistActions } from './useChecklistActions.ts';

type Props = {
  readonly row: ChecklistRow;
  readonly plan: ShowPlan;
  readonly due: string;
  readonly isLate: boolean;
  readonly actions: ChecklistActions;
};

/** One thing to do: its state by shape and word, whose it is, when it is due, and its one button. */
export function ChecklistRowItem({ row, plan, due, isLate, actions }: Props) {
  const { t } = useTranslation();
  const { memberId } = useStudio();
  const { item, status, tick } = row;
  const owner =
    row.owners.length === 0
      ? t(`common.role.${item.ownerRole}`)
      : `${t(`common.role.${item.ownerRole}`)} ${row.owners.map((each) => each.displayName).join(t('common.listComma'))}`;
  const answers = useRef<HTMLDivElement>(null);
  const press = rowPress(row, memberId);
  // Larger than any button, for a thumb; by keyboard the buttons do the same.
  const onPress = ({ target }: MouseEvent): void => {
    if (target instanceof Element && target.closest('a, button, dialog') !== null) return;
    const button = answers.current?.querySelector<HTMLButtonElement>('[data-answer]');
    if (press === 'button') button?.click();
    else if (press === 'point') button?.focus();
    else if (press === 'untick') actions.untick(row);
  };
  return (
    <li>
      <div
        role="presentation"
        className={`checklist-row checklist-row-${status}${row.turn === 'watch' ? ' checklist-row-watch' : ''}`}
        data-item={item.id}
        data-press={press}
        onClick={onPress}
      >
        <StatusMark status={status} />
        <div className="checklist-row-body">
          <div className="checklist-row-text">{item.text}</div>
          <div className="checklist-row-meta">
            {item.blocking && status !== 'done' ? (
              <span className="checklist-blocking">{t('checklist.blocking')}</span>
            ) : null}
            <span className="checklist-owner" title={owner}>
              {row.turn === 'watch' && status !== 'done' ? (
                <Lock size={14} strokeWidth={1.75} aria-label={t('checklist.locked')} />
              ) : null}
              {owner}
            </span>
            {status === 'done' ? null : (
              <span className={isLate ? 'checklist-late' : undefined}>
                {isLate ? t('checklist.late', { due }) : t('checklist.due', { due })}
              </span>
            )}
            {row.kind === 'number' && status === 'open' && hasLimits(numberLimits(item)) ? (
              <span>{limitWords(t, numberLimits(item))}</span>
            ) : null}
          </div>
          {row.kind === 'automatic' && status !== 'done' ? <MissingLine row={row} plan={plan} /> : null}
          {row.check === 'rosterComplete' && status !== 'done' ? <RosterPeople plan={plan} /> : null}
          {tick === null ? null : <SignatureLine row={row} tick={tick} plan={plan} />}
        </div>
        <div className="checklist-row-answer" ref={answers}>
          <RowAnswer row={row} plan={plan} actions={actions} />
          {mayUntick(row, memberId) ? (
            <button
              type="button"
              className="checklist-button checklist-button-quiet"
              disabled={actions.busy === item.id}
              onClick={() => actions.untick(row)}
            >
              <Undo2 size={20} strokeWidth={1.75} aria-hidden="true" />
              {t('checklist.untick')}
            </button>
          ) : null}
        </div>
      </div>
    </li>
  );
}

const MARKS = { open: Circle, halfSigned: CircleDashed, failed: CircleSlash, done: Check } as const;

function StatusMark({ status }: { readonly status: RowStatus }) {
  const { t } = useTranslation();
  const Mark = MARKS[status];
  return (
    <Mark
      className="checklist-mark"
      size={24}
      strokeWidth={1.75}
      role="img"
      aria-label={t(`checklist.status.${status}`)}
    />
  );
}

/** What Kaibo still misses before it ticks this by itself. */
function MissingLine({ row, plan }: { readonly row: ChecklistRow; readonly plan: ShowPlan }) {
  const { t } = useTranslation();
  const names = row.missing.join(t('common.listComma'));
  switch (row.check) {
    case 'scenesMatch':
      return (
        <div className="checklist-missing">
          {row.missing.length === 0
            ? t('checklist.missing.scenesUnknown')
            : t('checklist.missing.scenes', { names })}
        </div>
      );
    case 'scenesWalked':
      return <div className="checklist-missing">{t('checklist.missing.walk', { names })}</div>;
    case 'rosterComplete':
      return <div className="checklist-missing">{t('checklist.missing.people', { names })}</div>;
    case 'approved':
      return (
        <div className="checklist-missing">
          {t('checklist.missing.approval', { status: t(`checklist.showStatus.${plan.show.status}`) })}
        </div>
      );
    case 'clipsMarked':
      return <div className="checklist-missing">{t('checklist.missing.runEnd')}</div>;
    case 'manual':
    case null:
      return null;
  }
}
