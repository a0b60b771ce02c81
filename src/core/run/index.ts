export { CueRunner } from './cueRunner.ts';
export { DrillRunner } from './drillRunner.ts';
export {
  closeOpenShow,
  Executor,
  readOpenShow,
  STUDIO_PRINCIPAL,
  type Committed,
  type Principal,
} from './executor.ts';
export { HealthWatch } from './healthWatch.ts';
export { SwitcherDesk } from './switcherDesk.ts';
