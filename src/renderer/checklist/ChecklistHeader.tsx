import { UserCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { runOn } from '#shared/run/state';
import { MemberMenu } from '../common/MemberMenu.tsx';
import { useStudio } from '../common/StudioProvider.tsx';
import { useCommand } from '../common/useCommand.ts';

/** Which show, how far it is, who holds this screen. */
export function ChecklistHeader() {
  const { t } = useTranslation();
  const { state, memberId } = useStudio();
  const { send } = useCommand();
  const run = runOn(state);
  const stage = run === null ? (state.run === null ? 'prepare' : 'ended') : run.mode;
  const isMissing =
    state.plan?.team.some((member) => member.id === memberId) === true &&
    memberId !== null &&
    state.prep.signedIn[memberId] === undefined;
  return (
    <header className="checklist-header">
      <div className="checklist-title">
        {state.plan === null ? (
          <strong>{t('common.station.checklist')}</strong>
        ) : (
          <h1>{state.plan.show.title}</h1>
        )}
        {state.plan === null ? null : (
          <span className={`checklist-stage checklist-stage-${stage}`}>{t(`common.state.${stage}`)}</span>
        )}
      </div>
      <div className="checklist-who">
        <MemberMenu />
        {isMissing ? (
          <button
            type="button"
            className="checklist-button"
            onClick={() => void send('roster.signIn', { memberId })}
          >
            <UserCheck size={20} strokeWidth={1.75} aria-hidden="true" />
            {t('checklist.signIn')}
          </button>
        ) : null}
      </div>
    </header>
  );
}
