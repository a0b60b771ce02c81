import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandType } from '#shared/model/commands';
import { actingRoles, rolesNeeded } from './actingRoles.ts';
import { useStudio } from './StudioProvider.tsx';

/** Why whoever sits here may not, in words; null when they may. */
export type WhyNot = (command: CommandType) => string | null;

export function useWhyNot(): WhyNot {
  const { t } = useTranslation();
  const { state, memberId } = useStudio();
  const { plan } = state;
  return useCallback(
    (command) => {
      const needed = rolesNeeded(command, actingRoles(plan, memberId));
      if (needed === null) return null;
      // Anyone of this show may, and whoever sits here is not of it.
      if (needed.length === 0) return t('common.notInShow');
      return t('common.notAllowed', {
        roles: needed.map((role) => t(`common.role.${role}`)).join(t('common.listComma')),
      });
    },
    [plan, memberId, t],
  );
}
