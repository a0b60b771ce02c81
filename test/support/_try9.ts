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
const cut = (s: string) => [ov(s, 'Cut', 50), P(s), ov(s, null, null)];
let log: string[] = []; 
let waiter: any = null; 
for (const n of ['SceneTransitionStarted','SceneTransitionEnded','SceneTransitionVideoEnded']) ev.on(n, (d: any) => log.push(`${n.slice(15)} ${d.transitionName}`));
ev.on('CurrentProgramSceneChanged', ({ sceneName }: any) => { log.push(`Changed ${sceneName}`); if (waiter?.[0] === sceneName) { waiter[1](true); waiter = null; } });
const go = async (s: string, reqs: any, ms = 900) => { const d = new Promise<boolean>((r) => { waiter = [s, r]; }); await batch(reqs); return Promise.race([d, sleep(ms).then(() => false)]); };
const recoveries: Record<string, (s: string, other: string) => any> = {
  'cut same': (s) => cut(s),
  'default anew + same': (s) => [['SetCurrentSceneTransition', { transitionName: 'Fade' }], P(s)],
  'cut other': (s, o) => cut(o),
  'plain other': (s, o) => [P(o)],
};
let t2 = 0, t1 = 0;
const until = performance.now() + 240_000;
for (let n = 0; performance.now() < until && t2 < 10; n++) {
  log = []; 
  const prev = n % 2 ? 'A' : 'B', mid = n % 2 ? 'B' : 'A', next = 'C';
  await go(prev, [P(prev)]); await go(mid, [D(50), P(mid)]);
  await c.call('SetCurrentSceneTransitionDuration', { transitionDuration: 300 });
  await sleep(2 + Math.random() * 14);
  const target = n % 3 === 0 ? next : prev;
  const ok = await go(target, cut(target));
  await sleep(350);
  const pix = name(await p.pixel(.5, .5));
  if (pix !== target) {
    t2++; const key = Object.keys(recoveries)[t2 % 4]!; const other = 'D';
    log = []; const want = key.includes('other') ? other : target;
    const r = await go(want, recoveries[key]!(target, other)); await sleep(400);
    console.log(n, 'changed', ok, 'want', target, 'pixel', pix, '|', key, '→', want, 'changed', r, 'pixel', name(await p.pixel(.5, .5)), log.join(', '));
    for (const s of ['D', 'A', 'D', 'C']) { log = []; const r2 = await go(s, cut(s)); await sleep(400); console.log('    then cut', s, r2, name(await p.pixel(.5, .5)), log.join(', ')); }
  } else if (!ok) t1++;
  await sleep(200);
}
console.log('picture wrong', t2, 'event missing', t1);
p.close(); await obs.stop();
