import { startObs, openProgramProjector } from './obs.ts';
import { resetScenes, SCENE_COLOURS } from './obsScenes.ts';
import { sameColour } from './x11Pixels.ts';
import { ObsSwitcher } from '#core/switcher/obs/obsSwitcher';
const sleep = (ms: number) => new Promise((r) => setTimeout(r, ms));
const obs = await startObs();
const op: any = await obs.controller();
await resetScenes(op); await sleep(500);
const p = await openProgramProjector(obs);
const sw = new ObsSwitcher({ url: obs.url, password: obs.password });
sw.start(); while (sw.status.link !== 'ready') await sleep(5);
let seed = Number(process.argv[2] ?? 1); const rnd = () => { seed = (seed * 1103515245 + 12345) & 0x7fffffff; return seed / 0x7fffffff; };
const hist: string[] = []; const scenes = ['A', 'B', 'C', 'D']; let bad = 0, early = 0, confirmed = 0; const took: number[] = [];
const kinds = [{ kind: 'Cut', durationMs: 0 }, { kind: 'Cut', durationMs: 0 }, { kind: 'Fade', durationMs: 300 }, { kind: 'Fade', durationMs: 150 }, null] as any[];
for (let burst = 0; burst < 60; burst++) {
  const n = 1 + Math.floor(rnd() * 5); const out: string[] = []; let last: any; let name = '';
  const ps: Promise<any>[] = [];
  for (let i = 0; i < n; i++) {
    name = scenes[Math.floor(rnd() * 4)]!; const transition = kinds[Math.floor(rnd() * 5)]; const my = name;
    const useOp = process.argv[3] === 'op' && i < n - 1 && rnd() < 0.3;
    out.push(`${useOp ? 'OP ' : ''}${name}/${transition?.kind ?? 'null'}${transition?.durationMs ?? ''}`);
    if (useOp) { await op.call('SetCurrentProgramScene', { sceneName: name }); }
    else { last = sw.switchTo({ sceneName: name, transition, sendWithinMs: 3000 }); ps.push(last.then(async (r: any) => { if (r.result === 'confirmed') { confirmed++; took.push(r.tookMs); const x = await p.pixel(.5, .5); if (!sameColour(x, SCENE_COLOURS[my]!)) { early++; out.push(`EARLY ${my} ${JSON.stringify(x)}`); } } return r; })); }
    if (i < n - 1) { const g = [0, 5, 20, 40, 80, 150, 290, 330][Math.floor(rnd() * 8)]! + rnd() * 10; out.push(g.toFixed(0)); await sleep(g); }
  }
  const rs = await Promise.all(ps); const r = rs.at(-1);
  const x = await p.pixel(.5, .5);
  const ok = (r.result === 'confirmed' || r.code === 'OPERATOR_TOOK_OVER') && (r.result !== 'confirmed' || sameColour(x, SCENE_COLOURS[name]!));
  hist.push(out.join(' ') + ' => ' + JSON.stringify(rs.map((r) => r.code ?? r.tookMs.toFixed(0)))); if (!ok) console.log(hist.slice(-3).join('\n'));
  if (!ok || out.some((o) => o.startsWith('EARLY'))) { bad++; console.log('BAD', burst, out.join(' '), JSON.stringify(rs.map((r) => r.code ?? r.tookMs.toFixed(0))), JSON.stringify(x), sw.status.programScene); }
  await sleep([0, 0, 10, 30, 200][Math.floor(rnd() * 5)]!);
}
took.sort((a, b) => a - b);
console.log('bad', bad, 'early', early, 'confirmed', confirmed, 'p50', took[took.length >> 1]?.toFixed(0), 'p95', took[Math.floor(took.length * .95)]?.toFixed(0), 'max', took.at(-1)?.toFixed(0));
const t: any = await op.call('GetCurrentSceneTransition'); console.log(t.transitionName, t.transitionDuration);
for (const s of scenes) { const o = await op.call('GetSceneSceneTransitionOverride', { sceneName: s }); if (o.transitionName) console.log('LEFT', s, o); }
p.close(); await sw.close(); await obs.stop();
