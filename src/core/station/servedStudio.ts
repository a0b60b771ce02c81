import type { CommandResult } from '#shared/model/commandResult';
import type { FileProblem } from '#shared/model/showFile';
import type { SwitcherFacts } from '#shared/run/decide/index';
import type { ShowRepository } from '../desk/shows/index.ts';
import type { Executor, Principal } from '../run/index.ts';
import type { EventLog } from '../store/index.ts';
import type { StudioClock } from '../studioClock.ts';
import type { Switcher } from '../switcher/index.ts';
import type { EvidenceStore } from './evidence.ts';
import type { LiveStatusBoard } from './liveStatus.ts';
import type { MessageEncoder } from './messageEncoder.ts';

/** What stations and scripts reach of a studio. `createStudio` wires it. */
export type Studio = {
  readonly executor: Executor;
  readonly eventLog: EventLog;
  readonly clock: StudioClock;
  readonly shows: ShowRepository;
  readonly evidence: EvidenceStore;
  readonly board: LiveStatusBoard;
  readonly switcher: Switcher;
  readonly switcherFacts: () => SwitcherFacts;
  /** Levels as a message for stations, made once however many listen. Returns the unsubscribe function. */
  readonly onMeters: (listener: (message: string) => void) => () => void;
  readonly log: (line: string) => void;
  /** Checks and runs a command as it came in; answers, never throws, for anything a caller can do wrong. */
  readonly execute: (command: unknown, principal: Principal) => CommandResult;
  readonly importShowFile: (
    text: string,
    principal: Principal,
  ) =>
    | { readonly ok: true; readonly showId: string; readonly rev: number; readonly seq: number }
    | { readonly ok: false; readonly problems: readonly FileProblem[] };
  readonly messages: MessageEncoder;
};
