import { startObs, openProgramProjector } from './obs.ts';
import { resetScenes } from './obsScenes.ts';
import { RequestBatchExecutionType } from 'obs-websocket-js/json';
const sleep = (ms: number) => new Promise((r) => setTimeout(r, ms));
const obs = await startObs();
const ev: any = await obs.controller();
await resetScenes(ev); await sleep(800);
const c: any = new ev.constructor(); await c.connect(obs.url, obs.password, { eventSubscriptions: 0 });
const p = await openProgramProjector(obs);
const name = (x: any) => x.r > 150 && x.g > 150 ? 'D' : x.r > 150 ? 'A' : x.g > 150 ? 'B' : x.b > 150 ? 'C' : `${x.r},${x.g},${x.b}`;
const batch = async (b: any) => (await c.callBatch(b.map(([requestType, requestData]: any) => ({ requestType, requestData })), { executionType: RequestBatchExecutionType.SerialRealtime }));
const ov = (s: string, n: any, d: any) => ['SetSceneSceneTransitionOverride', { sceneName: s, transitionName: n, transitionDuration: d }];
const P = (sceneName: string) => ['SetCurrentProgramScene', { sceneName }];
const D = (d: number) => ['SetCurrentSceneTransitionDuration', { transitionDuration: d }];
let log: string[] = []; const T = () => performance.now().toFixed(1);
let waiter: any = null; 
for (const n of ['SceneTransitionStarted','SceneTransitionEnded','SceneTransitionVideoEnded']) ev.on(n, (d: any) => log.push(`${T()} ${n} ${d.transitionName}`));
ev.on('CurrentProgramSceneChanged', ({ sceneName }: any) => { log.push(`${T()} Changed ${sceneName}`); if (waiter?.[0] === sceneName) { waiter[1](true); waiter = null; } });
const go = async (s: string, reqs: any, ms = 1500) => { const d = new Promise<boolean>((r) => { waiter = [s, r]; }); log.push(`${T()} > ${s} ${reqs.length}`); await batch(reqs); log.push(`${T()} acked`); return Promise.race([d, sleep(ms).then(() => false)]); };
let wedged = 0;
for (let n = 0; n < 60 && wedged < 4; n++) {
  log = []; 
  await go('C', [P('C')]);
  await go('A', [D(50), P('A')]);
  await c.call('SetCurrentSceneTransitionDuration', { transitionDuration: 300 });
  const d = Math.random() * 30; await sleep(d); log.push('slept ' + d.toFixed(1));
  const ok = await go('C', [ov('C', 'Cut', 50), P('C'), ov('C', null, null)]);
  if (!ok) {
    wedged++; console.log('WEDGED at', n); console.log(log.join('\n')); log = [];
    console.log('pixel', name(await p.pixel(.5, .5)), 'intent', (await c.call('GetCurrentProgramScene')).currentProgramSceneName);
    for (const [what, s, reqs] of [['same again plain', 'C', [P('C')]], ['same override', 'C', [ov('C', 'Cut', 50), P('C'), ov('C', null, null)]], ['B plain', 'B', [P('B')]], ['B cut', 'B', [ov('B', 'Cut', 50), P('B'), ov('B', null, null)]], ['C plain', 'C', [P('C')]], ['reset default', 'C', [['SetCurrentSceneTransition', { transitionName: 'Fade' }]]], ['D plain', 'D', [P('D')]], ['setdefault cut', 'A', [['SetCurrentSceneTransition', { transitionName: 'Cut' }], P('A')]], ['default back', 'A', [['SetCurrentSceneTransition', { transitionName: 'Fade' }]]], ['C', 'C', [P('C')]]] as any) {
      const r = await go(s, reqs, 1000); console.log(what, r, 'pixel', name(await p.pixel(.5, .5)), log.filter((l) => !l.includes('>')).map((l) => l.split(' ').slice(1).join(' ')).join(', ')); log = [];
    }
  }
  await sleep(700);
}
console.log('wedged', wedged);
p.close(); await obs.stop();
