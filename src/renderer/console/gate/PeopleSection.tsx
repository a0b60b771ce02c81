import { useTranslation } from 'react-i18next';
import { rolesOf } from '#shared/model/showPlan';
import { formatTimeOfDay } from '../../common/format.ts';
import { useStudio } from '../../common/StudioProvider.tsx';
import { useCommand } from '../../common/useCommand.ts';
import { Mark } from './Mark.tsx';
import { Refusal } from './Refusal.tsx';
import { rosterRows } from './rosterRows.ts';
import { Section } from './Section.tsx';
import type { Gate } from './useGate.ts';

/** Who is here. One press signs a person in; the same press takes it back. */
export function PeopleSection({ gate }: { readonly gate: Gate }) {
  const { t } = useTranslation();
  const { memberId } = useStudio();
  const { send, error } = useCommand();
  const rows = rosterRows(gate.state);
  const here = rows.filter((row) => row.signedInAt !== null).length;
  const calledMissing = rows.filter((row) => row.isCalled && row.signedInAt === null).length;
  const maySignAll = gate.roles.some(
    (role) => role === 'floorManager' || role === 'supervisor' || role === 'admin',
  );
  return (
    <Section
      id="people"
      mark={here < rows.length ? 'attention' : 'ok'}
      status={
        calledMissing > 0
          ? t('gate.people.calledMissing', { here, total: rows.length, number: calledMissing })
          : t('gate.people.status', { here, total: rows.length })
      }
    >
      {!maySignAll && <p className="gate-quiet">{t('gate.people.mayNot')}</p>}
      <ul className="gate-people">
        {rows.map(({ member, isCalled, signedInAt }) => {
          const isHere = signedInAt !== null;
          const may = maySignAll || member.id === memberId;
          return (
            <li key={member.id}>
              <button
                type="button"
                className="gate-person"
                aria-pressed={isHere}
                disabled={!may}
                data-member={member.id}
                title={
                  may
                    ? isHere
                      ? t('gate.people.signOut')
                      : t('gate.people.signIn')
                    : t('gate.people.mayNot')
                }
                onClick={() =>
                  void send(isHere ? 'roster.signOut' : 'roster.signIn', { memberId: member.id })
                }
              >
                <Mark kind={isHere ? 'ok' : isCalled ? 'attention' : 'unknown'} />
                <span className="gate-person-name">
                  <b>{member.displayName}</b>
                  <em>
                    {rolesOf(member)
                      .map((role) => t(`common.role.${role}`))
                      .join(t('common.listComma'))}
                  </em>
                </span>
                <span className="gate-row-note">
                  {isHere
                    ? t('gate.people.since', { time: formatTimeOfDay(signedInAt) })
                    : isCalled
                      ? t('gate.people.needed')
                      : t('gate.people.absent')}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      <Refusal error={error} />
    </Section>
  );
}
