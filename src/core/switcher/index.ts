import { ObsSwitcher } from './obs/obsSwitcher.ts';
import type { Switcher } from './port.ts';
import { type RehearsalFault, RehearsalSwitcher } from './rehearsal/rehearsalSwitcher.ts';

export type {
  ControlOutcome,
  InputChange,
  LinkState,
  SceneChange,
  SceneRename,
  Switcher,
  SwitcherStatus,
  SwitchOutcome,
  SwitchRequest,
  TransitionSpec,
} from './port.ts';

export type { RehearsalFault };

export type SwitcherChoice =
  | { readonly kind: 'rehearsal'; readonly scenes: readonly string[] }
  | { readonly kind: 'obs'; readonly url: string; readonly password: string };

export function createSwitcher(choice: SwitcherChoice): Switcher {
  return choice.kind === 'obs'
    ? new ObsSwitcher({ url: choice.url, password: choice.password })
    : new RehearsalSwitcher({ scenes: choice.scenes });
}

/** Plays a fault, or ends it; on a switcher that reaches an audience nothing is ever played. */
export function playFault(switcher: Switcher, fault: RehearsalFault): void {
  if (switcher instanceof RehearsalSwitcher) switcher.setFault(fault);
}
