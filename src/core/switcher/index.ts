import { ObsSwitcher } from './obs/obsSwitcher.ts';
import { PairedSwitcher } from './paired/pairedSwitcher.ts';
import type { PairMember, Switcher } from './port.ts';
import { type RehearsalFault, RehearsalSwitcher } from './rehearsal/rehearsalSwitcher.ts';

export type {
  ControlOutcome,
  InputChange,
  LinkState,
  PairMember,
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
  | {
      readonly kind: 'obs';
      readonly url: string;
      readonly password: string;
      /** A second OBS that stands by, and which of the two leads. */
      readonly spare: { readonly url: string; readonly password: string; readonly leader: PairMember } | null;
    };

/** The switcher of that choice, not started yet. `onOddity`: for the log. */
export function createSwitcher(choice: SwitcherChoice, onOddity: (what: string) => void): Switcher {
  if (choice.kind === 'rehearsal') return new RehearsalSwitcher({ scenes: choice.scenes });
  const { url, password, spare } = choice;
  const main = new ObsSwitcher({ url, password, onOddity });
  if (spare === null) return main;
  return new PairedSwitcher({ main, spare: new ObsSwitcher({ ...spare, onOddity }) }, spare.leader);
}

/** Plays a fault, or ends it; on a switcher that reaches an audience nothing is ever played. */
export function playFault(switcher: Switcher, fault: RehearsalFault): void {
  if (switcher instanceof RehearsalSwitcher) switcher.setFault(fault);
}

/** Changes over to the other one of a pair. */
export function lead(switcher: Switcher, leader: PairMember): void {
  if (switcher instanceof PairedSwitcher) switcher.lead(leader);
}
