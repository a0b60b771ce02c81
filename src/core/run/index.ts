export { CueRunner } from './cueRunner.ts';
export { Executor, STUDIO_PRINCIPAL, type Committed, type Principal } from './executor.ts';
export { SwitcherBinding } from './switcherBinding.ts';
