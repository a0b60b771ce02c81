import { describe, expect, it } from 'vitest';
import { assistantLines } from '../../../src/renderer/assistant/assistantLines.ts';
import { directorMessage } from '../../../src/renderer/assistant/directorMessage.ts';
import { demoShow, smallShow } from '../../support/showFixture.ts';
import { runningBench } from '../../support/runBench.ts';

function linesAt(segmentId: string, elapsedMs: number) {
  const plan = demoShow();
  const segment = plan.segments.find((each) => each.id === segmentId);
  if (segment === undefined) throw new Error('no segment');
  return assistantLines(plan, segment, elapsedMs);
}

describe('LIVE-13 assistant lane of the script', () => {
  it.each([
    [0, 'ahead'],
    [349_999, 'ahead'],
    [350_000, 'now'],
    [419_000, 'now'],
  ] as const)('LIVE-13 %d ms into the segment the line is %s', (elapsedMs, turn) => {
    expect(linesAt('s03', elapsedMs)).toMatchObject([{ atMs: 350_000, turn }]);
  });

  it('LIVE-13 a line is past once somebody else speaks', () => {
    const plan = smallShow();
    const segment = plan.segments[2];
    if (segment === undefined) throw new Error('no segment');
    const withHost = {
      ...segment,
      script: [...segment.script, ...segment.script.slice(0, 1).map((each) => ({ ...each, atSec: 100 }))],
    };
    expect(assistantLines(plan, withHost, 99_999)[0]?.turn).toBe('now');
    expect(assistantLines(plan, withHost, 100_000)[0]?.turn).toBe('past');
  });

  it('LIVE-15 a live token is read as its fallback, never as braces', () => {
    const text = linesAt('s12', 0)
      .map((line) => line.text)
      .join('');
    expect(text).toContain('限时库存还剩以页面显示为准的组');
    expect(text).not.toMatch(/[{}]/u);
  });
});

describe('ORG-05 the director’s message at the assistant', () => {
  it('ORG-05 is there at once, stays a while after the host has answered, and goes', () => {
    const bench = runningBench(smallShow());
    expect(directorMessage(bench.run, bench.now)).toBeNull();
    bench.do('message.send', { kind: 'wrapUp' }, 'm-floorManager');
    const sent = directorMessage(bench.run, bench.now);
    expect(sent?.kind).toBe('wrapUp');
    bench.pass(2000).do('message.acknowledge', { messageId: sent?.messageId ?? '' }, 'm-host');
    expect(directorMessage(bench.run, bench.now)?.acknowledged).not.toBeNull();
    expect(directorMessage(bench.run, bench.pass(9999).now)).not.toBeNull();
    expect(directorMessage(bench.run, bench.pass(1).now)).toBeNull();
  });

  it('ORG-05 one that nobody answers is history after a minute', () => {
    const bench = runningBench(smallShow());
    bench.do('message.send', { kind: 'text', text: '看一下镜头' });
    expect(directorMessage(bench.run, bench.pass(59_999).now)?.text).toBe('看一下镜头');
    expect(directorMessage(bench.run, bench.pass(1).now)).toBeNull();
  });
});
