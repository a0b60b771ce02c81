import type { SupervisorMessage } from './processMessages.ts';

/** Its options travel in the environment: they are needed before the first message could arrive. */
export const CORE_OPTIONS_ENV = 'KAIBO_CORE_OPTIONS';

/** A running core process, seen from outside. Electron's utilityProcess and Node's fork both fit. */
export type CoreProcess = {
  readonly pid: number | undefined;
  send(message: SupervisorMessage): void;
  /** Ends the process at once, without asking. */
  kill(): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, also when the process could not even be started. `reason` is for people and logs. */
  onExit(listener: (reason: string) => void): void;
};

/** Options of the core as JSON; the supervisor knows only the two it keeps between restarts, and its own. */
export type CoreOptions = Readonly<Record<string, unknown>> & {
  readonly port?: number;
  readonly token?: string;
  readonly secrets?: 'keystore';
};
export type ForkCore = (options: CoreOptions) => CoreProcess;
