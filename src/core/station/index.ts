export { EvidenceStore } from './evidence.ts';
export { LiveStatusBoard } from './liveStatus.ts';
export { MessageEncoder } from './messageEncoder.ts';
export { MeterHub } from './meterHub.ts';
export { startServer, type RunningServer } from './server.ts';
export { newToken, Tokens } from './tokens.ts';
export type { Studio } from './servedStudio.ts';
