import type { TFunction } from 'i18next';
import type { Blocker } from '#shared/run/goLiveGate';

/** One thing that still blocks going live, by its name. */
export function blockerWords(t: TFunction, blocker: Blocker): string {
  switch (blocker.kind) {
    case 'notApproved':
      return t('checklist.blocker.notApproved', {
        status: t(`checklist.showStatus.${blocker.status}`, { defaultValue: blocker.status }),
      });
    case 'checklistItem':
      return t('checklist.blocker.checklistItem', {
        text: blocker.item.text,
        owner: t(`common.role.${blocker.item.ownerRole}`),
      });
    case 'switcherOffline':
    case 'switcherSimulated':
      return t(`checklist.blocker.${blocker.kind}`);
    case 'sceneMissing':
      return t('checklist.blocker.sceneMissing', { label: blocker.label, name: blocker.obsSceneName });
    case 'notSignedIn':
      return t('checklist.blocker.notSignedIn', {
        name: blocker.displayName,
        role: t(`common.role.${blocker.role}`),
      });
    case 'prizeShort':
      return t('checklist.blocker.prizeShort', {
        name: blocker.name,
        missing: blocker.planned - blocker.onHand,
      });
    case 'bannedTerm':
      return t('checklist.blocker.bannedTerm', { term: blocker.term, suggestion: blocker.suggestion });
  }
}
