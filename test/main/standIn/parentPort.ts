/** Makes a forked Node process look like one of Electron's utility processes from inside. */
import { EventEmitter } from 'node:events';

const send = process.send?.bind(process);
const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (message: object): void => void send?.(message),
});
process.on('message', (data) => parentPort.emit('message', { data }));
// A utility process never outlives Electron's main process, and has no channel of Node's kind.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
Object.defineProperty(process, 'parentPort', { value: parentPort });
Object.defineProperty(process, 'send', { value: undefined });
