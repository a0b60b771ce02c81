import { useTranslation } from 'react-i18next';
import { rolesOf, type ShowPlan } from '#shared/model/showPlan';
import { errorText } from '../common/errorText.ts';
import { useStudio } from '../common/StudioProvider.tsx';
import { useCommand } from '../common/useCommand.ts';

/** As the core decides it (roster.signIn); here it only saves people a refusal. */
const SIGN_FOR_OTHERS: ReadonlySet<string> = new Set(['floorManager', 'supervisor', 'admin']);

/** Who is not here yet. Everybody signs in for themselves; who keeps the floor may do it for them. */
export function RosterPeople({ plan }: { readonly plan: ShowPlan }) {
  const { t } = useTranslation();
  const { state, memberId } = useStudio();
  const { send, error } = useCommand();
  const sitter = plan.team.find((member) => member.id === memberId);
  const signsForAll = sitter !== undefined && rolesOf(sitter).some((role) => SIGN_FOR_OTHERS.has(role));
  const absent = plan.team.filter((member) => state.prep.signedIn[member.id] === undefined);
  const signable = absent.filter((member) => signsForAll || member.id === memberId);
  if (signable.length === 0) return null;
  return (
    <div className="roster-people">
      {signable.map((member) => (
        <button
          key={member.id}
          type="button"
          className="checklist-button"
          onClick={() => void send('roster.signIn', { memberId: member.id })}
        >
          {t('checklist.signInName', { name: member.displayName })}
        </button>
      ))}
      {error === null ? null : <span role="alert">{errorText(t, error)}</span>}
    </div>
  );
}
