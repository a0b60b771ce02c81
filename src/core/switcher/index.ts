import { ObsSwitcher } from './obs/obsSwitcher.ts';
import type { Switcher } from './port.ts';
import { RehearsalSwitcher } from './rehearsal/rehearsalSwitcher.ts';

export type {
  ControlOutcome,
  InputChange,
  SceneChange,
  Switcher,
  SwitcherStatus,
  SwitchOutcome,
  SwitchRequest,
  TransitionSpec,
} from './port.ts';

export type SwitcherChoice =
  | { readonly kind: 'rehearsal'; readonly scenes: readonly string[] }
  | { readonly kind: 'obs'; readonly url: string; readonly password: string };

export function createSwitcher(choice: SwitcherChoice): Switcher {
  return choice.kind === 'obs'
    ? new ObsSwitcher({ url: choice.url, password: choice.password })
    : new RehearsalSwitcher({ scenes: choice.scenes });
}
