import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { memberIdSchema } from '#shared/model/ids';
import { rolesOf } from '#shared/model/showPlan';
import type { StationKind } from '#shared/model/station';
import { rememberedMember, rememberMember } from '../../common/stationMember.ts';
import { useStudio } from '../../common/StudioProvider.tsx';
import { SettingsSection } from './SettingsSection.tsx';

/** Stations at which somebody sits. */
const SEATS = ['director', 'gate', 'prompter', 'checklist', 'assistant'] as const satisfies StationKind[];

/** Who sits at which station of this device, so that nobody is asked when it opens. */
export function PeopleSection() {
  const { t } = useTranslation();
  const { plan } = useStudio().state;
  return (
    <SettingsSection title={t('settings.people')} hint={t('settings.peopleHint')}>
      {plan === null ? (
        <p className="settings-quiet">{t('common.noShow.title')}</p>
      ) : (
        <ul className="settings-rows">
          {SEATS.map((kind) => (
            <li key={kind}>
              <Seat kind={kind} />
            </li>
          ))}
        </ul>
      )}
    </SettingsSection>
  );
}

function Seat({ kind }: { readonly kind: (typeof SEATS)[number] }) {
  const { t } = useTranslation();
  const team = useStudio().state.plan?.team ?? [];
  const [memberId, setMember] = useState(() => rememberedMember(kind));
  const isStranger = memberId !== null && !team.some((member) => member.id === memberId);
  return (
    <label className="settings-row">
      <span>{t(`common.station.${kind}`)}</span>
      <select
        value={memberId ?? ''}
        onChange={({ target }) => {
          const chosen = target.value === '' ? null : memberIdSchema.parse(target.value);
          rememberMember(kind, chosen);
          setMember(chosen);
        }}
      >
        <option value="">{t('common.nobody')}</option>
        {isStranger && <option value={memberId}>{t('common.notInShow')}</option>}
        {team.map((member) => (
          <option key={member.id} value={member.id}>
            {`${member.displayName} · ${rolesOf(member)
              .map((role) => t(`common.role.${role}`))
              .join(' ')}`}
          </option>
        ))}
      </select>
    </label>
  );
}
