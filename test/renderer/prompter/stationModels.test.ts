import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageIdSchema } from '#shared/model/ids';
import { currentTrajectory } from '#shared/run/prompterPosition';
import type { Message } from '#shared/run/state';
import { studioMsSchema } from '#shared/timing/vector';
import { handCard } from '../../../src/renderer/prompter/handCard.ts';
import { isUntouched, withHand } from '../../../src/renderer/prompter/hand.ts';
import { bandType, messageToShow, openMessages } from '../../../src/renderer/prompter/messageBand.ts';
import { outOfStep, readingMark } from '../../../src/renderer/prompter/readingMark.ts';
import {
  neighbourRow,
  SETTINGS_ROWS,
  type SettingsRow,
} from '../../../src/renderer/prompter/settingsRows.ts';
import { segmentChange, shownSegment } from '../../../src/renderer/prompter/shownSegment.ts';
import { stageLayout } from '../../../src/renderer/prompter/stageLayout.ts';
import {
  chosenLookSchema,
  fontPxAfter,
  lookAfter,
  lookOf,
  stationLookSchema,
  type LookSetting,
  type StationLook,
} from '../../../src/renderer/prompter/stationLook.ts';
import { RunBench, runningBench } from '../../support/runBench.ts';
import { demoShow } from '../../support/showFixture.ts';

const SECOND = 1000;

function markOf(bench: RunBench, segmentType = 'product') {
  const trajectory = currentTrajectory(bench.state);
  if (trajectory === null) throw new Error('no trajectory');
  return readingMark(bench.run, trajectory, segmentType, bench.now);
}

describe('LIVE-02 why the text stands', () => {
  it('LIVE-02 nothing is said while it is read', () =>
    expect(markOf(runningBench(demoShow()).pass(5 * SECOND))).toBeNull());

  it.each([
    ['product', 'demo'],
    ['interaction', 'interaction'],
    ['opening', 'quiet'],
  ])(
    'LIVE-02 in a %s segment the gap before the next paragraph is “%s”, counted to its start',
    (segmentType, meanwhile) => {
      // The second paragraph is due at 80 s; the first is read after half a minute.
      expect(markOf(runningBench(demoShow()).pass(50 * SECOND), segmentType)).toEqual({
        kind: 'gap',
        meanwhile,
        leftMs: 30 * SECOND,
      });
    },
  );

  it('LIVE-02 the count is in show time at any rehearsal speed', () => {
    const bench = runningBench(demoShow(), { mode: 'rehearsal', speed: 10 }).pass(5 * SECOND);
    expect(markOf(bench)).toMatchObject({ kind: 'gap', leftMs: 30 * SECOND });
  });

  it('LIVE-02 after the last word the rest of the segment is counted, and then nothing', () => {
    expect(markOf(runningBench(demoShow()).pass(220 * SECOND))).toEqual({
      kind: 'read',
      leftMs: 20 * SECOND,
    });
    expect(markOf(runningBench(demoShow()).pass(250 * SECOND))).toEqual({ kind: 'read', leftMs: 0 });
  });

  it('LIVE-02 held outranks paused, paused outranks a gap', () => {
    const bench = runningBench(demoShow()).pass(50 * SECOND);
    bench.do('prompter.pause');
    expect(markOf(bench)).toEqual({ kind: 'paused' });
    bench.do('segment.hold');
    expect(markOf(bench)).toEqual({ kind: 'held' });
  });

  it.each([
    [20_000, { kind: 'ahead', seconds: 20 }],
    [10_000, null],
  ])('LIVE-03 a text moved by hand to %i ms at the very start is told: %j', (scriptMs, told) => {
    const bench = runningBench(demoShow());
    bench.do('prompter.seek', { segmentId: bench.segmentId, scriptMs });
    const trajectory = currentTrajectory(bench.state);
    expect(trajectory === null ? null : outOfStep(trajectory, bench.now)).toEqual(told);
  });

  it('LIVE-03 a text left behind is told as slow', () => {
    const bench = runningBench(demoShow());
    bench.do('prompter.pause');
    bench.pass(20 * SECOND).do('prompter.resume');
    const trajectory = currentTrajectory(bench.state);
    expect(trajectory === null ? null : outOfStep(trajectory, bench.now)).toEqual({
      kind: 'behind',
      seconds: 20,
    });
  });
});

describe('LIVE-02 what the surface shows', () => {
  it('LIVE-02 before a run the first segment stands ready; after it nothing', () => {
    const bench = new RunBench(demoShow());
    expect(shownSegment(bench.state)?.segmentId).toBe('s01');
    bench.do('run.start', { mode: 'rehearsal' });
    bench.pass(SECOND).do('run.end');
    expect(shownSegment(bench.state)).toBeNull();
  });

  it('LIVE-02 the head of what follows is of the next segment that will run', () => {
    const bench = runningBench(demoShow());
    bench.do('segment.skip', { segmentId: 's02', reason: '压缩时间' });
    expect(shownSegment(bench.state)?.next?.title).toBe('洗脸巾:湿拉演示');
    expect(shownSegment(bench.state)?.next?.paragraphs).toHaveLength(2);
  });

  it('LIVE-15 no brace of a live token reaches the host', () => {
    const plan = demoShow();
    for (const segment of plan.segments) {
      const state = { ...new RunBench({ ...plan, segments: [segment] }).state };
      expect(JSON.stringify(shownSegment(state)?.paragraphs)).not.toMatch(/\{\{|\}\}/u);
    }
  });

  it('LIVE-02 an edit changes texts only; an extension and a take change the whole', () => {
    const bench = runningBench(demoShow());
    const first = shownSegment(bench.state);
    if (first === null) throw new Error('nothing is shown');
    expect(segmentChange(null, first)).toEqual({ kind: 'whole' });
    expect(segmentChange(first, structuredClone(first))).toEqual({ kind: 'none' });
    const of = () => {
      const shown = shownSegment(bench.state);
      if (shown === null) throw new Error('nothing is shown');
      return segmentChange(first, shown);
    };
    bench.do('script.edit', { segmentId: 's01', paragraphId: 's01-p2', text: '换一个说法。' });
    expect(of()).toEqual({ kind: 'texts', edits: [{ id: 's01-p2', text: '换一个说法。' }] });
    bench.do('segment.extend', { deltaSec: 30 });
    expect(of()).toEqual({ kind: 'whole' });
    bench.pass(5 * SECOND).do('segment.next');
    expect(of()).toEqual({ kind: 'whole' });
  });
});

describe('LIVE-02 the hand ahead of the core', () => {
  it('LIVE-02 it holds for the segment it was made in, and until somebody else moves the text', () => {
    const bench = runningBench(demoShow()).pass(5 * SECOND);
    const over = bench.run.prompter;
    const hand = { over, mark: { ...over, scriptMs: 9000, at: bench.now, running: false } };
    expect(withHand(bench.state, hand).run?.prompter).toEqual(hand.mark);
    expect(isUntouched(bench.state, hand)).toBe(true);
    bench.do('prompter.pace', { charsPerMinute: 300 });
    expect(isUntouched(bench.state, hand)).toBe(false);
    bench.pass(5 * SECOND).do('segment.next');
    expect(withHand(bench.state, hand)).toBe(bench.state);
    expect(withHand(bench.state, null)).toBe(bench.state);
  });
});

describe('LIVE-13 the hand-card', () => {
  it('LIVE-13 shows the segment’s first product before it is pushed, then what is up', () => {
    const bench = runningBench(demoShow());
    expect(handCard(bench.state)).toBeNull();
    bench.pass(5 * SECOND).do('segment.next');
    bench.pass(5 * SECOND).do('segment.next');
    expect(handCard(bench.state)).toMatchObject({
      stage: 'ready',
      card: { name: '加厚棉柔洗脸巾', priceFen: 2990 },
      caution: '不可冲马桶',
    });
    expect(handCard(bench.state)?.points).toHaveLength(3);
    bench.do('product.push', { itemId: 'p-02' });
    expect(handCard(bench.state)).toMatchObject({ stage: 'shown', card: { itemId: 'p-02' } });
    bench.do('product.reveal', { itemId: 'p-02' });
    expect(handCard(bench.state)?.stage).toBe('priced');
  });

  it('LIVE-13 its room does not depend on whether a card is shown', () => {
    const plan = demoShow();
    expect(stageLayout(1920, 1080, plan, true)).toEqual({ railPx: 420, cardPlace: 'rail' });
    expect(stageLayout(1280, 800, plan, true)).toEqual({ railPx: 282, cardPlace: 'rail' });
    expect(stageLayout(390, 844, plan, true)).toEqual({ railPx: 0, cardPlace: 'foot' });
    expect(stageLayout(1080, 1920, plan, true)).toEqual({ railPx: 0, cardPlace: 'foot' });
    expect(stageLayout(1920, 1080, plan, false)).toEqual({ railPx: 0, cardPlace: 'none' });
    expect(stageLayout(1920, 1080, { ...plan, products: [], combos: [] }, true)).toEqual({
      railPx: 0,
      cardPlace: 'none',
    });
  });
});

describe('ORG-05 the director’s message', () => {
  const message = (id: string, acknowledged: Message['acknowledged'] = null): Message => ({
    messageId: messageIdSchema.parse(id),
    kind: 'text',
    text: id,
    sentAt: studioMsSchema.parse(0),
    from: { memberId: null, role: 'director', stationId: null },
    acknowledged,
  });
  const answered = message('m1', { at: studioMsSchema.parse(5), by: 'person' });
  const soon = studioMsSchema.parse(1000);

  it('ORG-05 the newest open one is shown; answering it answers those before it', () => {
    const messages = [answered, message('m2'), message('m3')];
    expect(messageToShow(messages, new Set(), soon)?.messageId).toBe('m3');
    expect(openMessages(messages, new Set(), soon).map((each) => each.messageId)).toEqual(['m2', 'm3']);
    expect(
      messageToShow(messages, new Set(['m2', 'm3'].map((each) => messageIdSchema.parse(each))), soon),
    ).toBeNull();
    expect(messageToShow([answered], new Set(), soon)).toBeNull();
  });

  it('ORG-05 one that nobody answered within a minute is history: a screen that comes later leaves it out', () => {
    expect(messageToShow([message('m2')], new Set(), studioMsSchema.parse(59_999))?.messageId).toBe('m2');
    expect(messageToShow([message('m2')], new Set(), studioMsSchema.parse(60_000))).toBeNull();
  });

  it.each([
    ['收尾', 1920, 400, 1080, 172, 1],
    ['库存只剩三十件,讲完这一句就换品', 1920, 400, 1080, 166, 2],
  ])('ORG-05 “%s” is huge', (text, widthPx, heightPx, screenPx, fontPx, lines) => {
    const type = bandType(text, widthPx, heightPx, screenPx);
    expect(type.lines).toBe(lines);
    expect(type.fontPx).toBeGreaterThan(fontPx * 0.8);
  });

  it('ORG-05 up to the smallest readable type a message has two lines at most, and stays in its room', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 300, max: 2500 }),
        fc.integer({ min: 90, max: 500 }),
        (length, widthPx, heightPx) => {
          const { fontPx, lines } = bandType('收'.repeat(length), widthPx, heightPx, 1080);
          expect(fontPx).toBeGreaterThanOrEqual(26);
          expect(lines > 2 || lines * fontPx * 1.2 <= heightPx + 1).toBe(true);
          // What is given up below that size is the count of lines, never a word.
          expect(lines * Math.floor(widthPx / fontPx)).toBeGreaterThanOrEqual(length);
        },
      ),
    );
  });
});

describe('LIVE-02 the look of one screen', () => {
  const plan = demoShow();
  const pressed = (look: StationLook, ...press: [LookSetting, 1 | -1, boolean]): StationLook =>
    stationLookSchema.parse({ ...look, ...lookAfter(look, ...press) });

  it('LIVE-02 follows the show where nothing was chosen, and gives way on a narrow screen', () => {
    expect(lookOf(plan, {}, 1500)).toMatchObject({ fontPx: 56, mirror: 'none', strip: true });
    expect(
      lookOf({ ...plan, show: { ...plan.show, prompter: { ...plan.show.prompter, mirror: true } } }, {}, 1500)
        .mirror,
    ).toBe('horizontal');
    expect(lookOf(plan, {}, 390).fontPx).toBe(41);
    expect(lookOf(plan, { fontPx: 90 }, 390).fontPx).toBe(90);
  });

  it('LIVE-02 whatever is pressed, what is stored can be read again', () => {
    const settings: readonly LookSetting[] = [
      'fontPx',
      'marginPercent',
      'lineHeight',
      'mirror',
      'ink',
      'strip',
      'card',
    ];
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.constantFrom(...settings), fc.constantFrom(1 as const, -1 as const), fc.boolean()),
          { maxLength: 60 },
        ),
        (presses) => {
          const look = presses.reduce(
            (before, [setting, direction, around]) => pressed(before, setting, direction, around),
            lookOf(plan, {}, 1500),
          );
          expect(stationLookSchema.safeParse(look).success).toBe(true);
          expect(chosenLookSchema.parse(JSON.parse(JSON.stringify(look)))).toEqual(look);
        },
      ),
    );
  });

  it('LIVE-02 a clicker’s one button comes by every choice', () => {
    let look = lookOf(plan, {}, 1500);
    const sizes = new Set<number>();
    for (let press = 0; press < 40; press += 1) {
      look = pressed(look, 'fontPx', 1, true);
      sizes.add(look.fontPx);
    }
    expect(Math.min(...sizes)).toBe(20);
    expect(Math.max(...sizes)).toBeGreaterThan(180);
    let row: SettingsRow = SETTINGS_ROWS[0];
    const walked = SETTINGS_ROWS.map(() => (row = neighbourRow(row, 1)));
    expect(new Set(walked).size).toBe(SETTINGS_ROWS.length);
    expect(row).toBe(SETTINGS_ROWS[0]);
  });

  it('LIVE-02 a step in size always changes it, within limits', () => {
    expect(fontPxAfter(56, 10)).toBe(62);
    expect(fontPxAfter(20, -10)).toBe(20);
    expect(fontPxAfter(200, 10)).toBe(200);
  });
});
