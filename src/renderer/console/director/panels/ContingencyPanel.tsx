import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Contingency, ShowPlan } from '#shared/model/showPlan';
import { plannedSegment, type RunState } from '#shared/run/state';
import { formatClock } from '../../../common/format.ts';
import { useNow } from '../../../common/StudioProvider.tsx';
import { useFocusReturn } from '../../../common/useFocusReturn.ts';
import { useDesk } from '../deskContext.tsx';
import { contingencyOrder } from '../model/contingencyOrder.ts';
import { DrillRow } from './DrillRow.tsx';
import './contingency.css';

/**
 * What to do when something goes wrong. A card's instructions come up with the press itself, before any
 * answer: they must be there with OBS, or the core, gone.
 */
export function ContingencyPanel({
  run,
  plan,
  chosen,
  onChoose,
  onClose,
}: {
  readonly run: RunState;
  readonly plan: ShowPlan;
  readonly chosen: Contingency | null;
  readonly onChoose: (card: Contingency) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { view } = useDesk();
  const opened = plan.contingencies.find((card) => card.id === run.incident?.contingencyId) ?? chosen;
  const segment = plannedSegment(view.state);
  const panel = useRef<HTMLElement>(null);
  useFocusReturn();
  // The next Tab is in the panel, and no card is under a stray Enter.
  useEffect(() => panel.current?.focus(), []);
  return (
    <section
      ref={panel}
      className="contingency"
      tabIndex={-1}
      aria-label={t('director.contingency')}
      data-testid="contingency"
    >
      <header>
        <h2>{opened === null ? t('director.contingencyChoose') : opened.name}</h2>
        {run.incident !== null && <IncidentClock openedAt={run.incident.openedAt} />}
        <button type="button" className="icon-button" aria-label={t('common.close')} onClick={onClose}>
          <X size={20} strokeWidth={1.75} aria-hidden="true" />
        </button>
      </header>
      {opened === null ? (
        <div className="contingency-cards">
          {contingencyOrder(plan, segment).map((card, index) => (
            <button
              key={card.id}
              type="button"
              className="contingency-card"
              data-own={segment?.contingencyIds.includes(card.id) ?? false}
              data-card={card.id}
              onClick={() => onChoose(card)}
            >
              <span>
                {index < 9 && <kbd>{index + 1}</kbd>}
                <b>{card.name}</b>
              </span>
              <small>{card.trigger}</small>
            </button>
          ))}
        </div>
      ) : (
        <OpenCard card={opened} plan={plan} run={run} onClosed={onClose} />
      )}
      <DrillRow run={run} />
    </section>
  );
}

function IncidentClock({ openedAt }: { readonly openedAt: NonNullable<RunState['incident']>['openedAt'] }) {
  const now = useNow(500);
  return <b className="contingency-clock">{formatClock(Math.max(0, now - openedAt))}</b>;
}

function OpenCard({
  card,
  plan,
  run,
  onClosed,
}: {
  readonly card: Contingency;
  readonly plan: ShowPlan;
  readonly run: RunState;
  readonly onClosed: () => void;
}) {
  const { t } = useTranslation();
  const { act, whyNot, view } = useDesk();
  const [note, setNote] = useState('');
  const scene = plan.scenes.find((each) => each.id === card.sceneId);
  const from = plan.scenes.find((each) => each.id === run.incident?.fromSceneId);
  const isOpen = run.incident !== null;
  const isShown = view.state.output.program?.sceneId === card.sceneId;
  const hindrance = whyNot('contingency.close');
  const close = (goBack: boolean): void => {
    void act('contingency.close', { note: note.trim() }).then((result) => {
      if (!result.ok) return;
      if (goBack && from !== undefined) void act('scene.switch', { sceneId: from.id });
      onClosed();
    });
  };
  return (
    <div className="contingency-open">
      <div className="contingency-steps">
        <p className="contingency-trigger">{t('director.contingencyTrigger', { trigger: card.trigger })}</p>
        <ol>
          {card.actions.map((action) => (
            <li key={`${action.role}-${action.text}`}>
              <b>{t(`common.role.${action.role}`)}</b>
              {action.text}
            </li>
          ))}
        </ol>
      </div>
      <div className="contingency-side">
        {card.phraseIds.map((id) => {
          const phrase = plan.phrases.find((each) => each.id === id);
          return phrase === undefined ? null : <blockquote key={id}>{phrase.text}</blockquote>;
        })}
        <p>{t('director.contingencyResume', { when: card.resumeCondition })}</p>
        <p>{t('director.contingencyEscalate', { role: t(`common.role.${card.escalateToRole}`) })}</p>
        {scene !== undefined && (
          <p>
            {isShown
              ? `● ${t('director.panicShows', { scene: scene.label })}`
              : `○ ${t('director.contingencyScene', { scene: scene.label })}`}
            {isOpen && !isShown && (
              <button
                type="button"
                disabled={whyNot('scene.switch') !== null}
                onClick={() => void act('scene.switch', { sceneId: scene.id, transition: 'Cut' })}
              >
                {t('director.switchNow')}
              </button>
            )}
          </p>
        )}
      </div>
      <form
        className="contingency-close"
        onSubmit={(event) => {
          event.preventDefault();
          close(false);
        }}
      >
        <input
          value={note}
          maxLength={500}
          placeholder={t('director.contingencyNote')}
          aria-label={t('director.contingencyNote')}
          onChange={(event) => setNote(event.target.value)}
        />
        <button type="submit" disabled={!isOpen || hindrance !== null} title={hindrance ?? undefined}>
          {t('director.contingencyDone')}
        </button>
        {from !== undefined && from.id !== card.sceneId && (
          <button
            type="button"
            disabled={!isOpen || hindrance !== null}
            title={hindrance ?? undefined}
            onClick={() => close(true)}
          >
            {t('director.contingencyDoneAndBack', { scene: from.label })}
          </button>
        )}
      </form>
    </div>
  );
}
