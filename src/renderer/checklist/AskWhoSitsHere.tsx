import { useTranslation } from 'react-i18next';
import { rolesOf, type TeamMember } from '#shared/model/showPlan';
import { useStudioClient } from '../common/StudioProvider.tsx';

/** The first thing on a new phone: without a name nothing can be ticked. */
export function AskWhoSitsHere({ team }: { readonly team: readonly TeamMember[] }) {
  const { t } = useTranslation();
  const client = useStudioClient();
  return (
    <section className="ask-who">
      <h2>{t('checklist.who.title')}</h2>
      <p>{t('checklist.who.hint')}</p>
      <div className="ask-who-people">
        {team.map((member) => (
          <button
            key={member.id}
            type="button"
            className="checklist-person"
            onClick={() => client.actAs(member.id)}
          >
            <strong>{member.displayName}</strong>
            <span>
              {rolesOf(member)
                .map((role) => t(`common.role.${role}`))
                .join(' ')}
            </span>
          </button>
        ))}
      </div>
    </section>
  );
}
