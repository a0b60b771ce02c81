export { CueRunner } from './cueRunner.ts';
export { Executor, STUDIO_PRINCIPAL, type Committed, type Principal } from './executor.ts';
export { SwitcherBinding, switcherFacts } from './switcherBinding.ts';
