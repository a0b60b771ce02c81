import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { memberIdSchema } from '#shared/model/ids';
import { rolesOf } from '#shared/model/showPlan';
import { useStudio, useStudioClient } from './StudioProvider.tsx';
import './memberMenu.css';

/** Who sits at this screen. What they may do follows from their roles in the open show. */
export function MemberMenu() {
  const { t } = useTranslation();
  const client = useStudioClient();
  const { state, memberId } = useStudio();
  const isByPointer = useRef(false);
  const isStranger = memberId !== null && state.plan?.team.some((member) => member.id === memberId) !== true;
  return (
    <label className="member-menu">
      <span>{t('common.actingAs')}</span>
      <select
        value={memberId ?? ''}
        onPointerDown={() => (isByPointer.current = true)}
        onKeyDown={() => (isByPointer.current = false)}
        onChange={(event) => {
          client.actAs(event.target.value === '' ? null : memberIdSchema.parse(event.target.value));
          // The next key is meant for the page. Who chooses by arrow keys stays in the list.
          if (isByPointer.current) event.target.blur();
        }}
      >
        <option value="">{t('common.nobody')}</option>
        {/* Of another show: without a line of their own the list would show somebody else as chosen. */}
        {isStranger && <option value={memberId}>{t('common.notInShow')}</option>}
        {state.plan?.team.map((member) => (
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
