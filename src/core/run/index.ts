export { CueRunner } from './cueRunner.ts';
export { Executor, STUDIO_PRINCIPAL, type Committed, type Principal } from './executor.ts';
export { SwitcherDesk } from './switcherDesk.ts';
export { passwordOutOfDatabase } from './passwordOutOfDatabase.ts';
