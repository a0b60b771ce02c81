import { openBenchStations } from './benchStation.ts';
import { chineseText, paragraphOf, segmentOf } from './bigShow.ts';
import { startBigStudio } from './bigStudio.ts';
import { p50p95, percentile, type Subject } from './figure.ts';
import { ONTIME } from './peers.ts';

const EDITS = 100;
const PARAGRAPH_CHARS = 143;
const WHOLE_SEGMENT_CHARS = 1000;

export const edit: Subject = {
  name: 'edit',
  needs: [],
  run: async () => {
    const studio = await startBigStudio();
    try {
      const [planner, other] = await openBenchStations(2, studio.url, studio.token);
      if (planner === undefined || other === undefined) throw new Error('no station');
      let arrived: (atMs: number) => void = () => undefined;
      other.onMessage((message) => (message.t === 'events' ? arrived(performance.now()) : undefined));
      const times: number[] = [];
      /** Bytes on the wire to a station that only listens, one figure per edit. */
      const editAll = async (chars: number, firstSegment: number): Promise<number[]> => {
        const bytes: number[] = [];
        for (let index = firstSegment; index < firstSegment + EDITS; index += 1) {
          // One paragraph as the planner writes it, then the edit that counts: a sentence within it is another.
          const text = chineseText(chars, index);
          const middle = Math.floor(chars / 2);
          const changed = text.slice(0, middle) + chineseText(18, -index) + text.slice(middle + 18);
          for (const next of [text, changed]) {
            const before = other.bytesIn();
            const there = new Promise<number>((resolve) => (arrived = resolve));
            const startedMs = performance.now();
            const answer = await planner.command('script.edit', {
              segmentId: segmentOf(index),
              paragraphId: paragraphOf(index, 3),
              text: next,
            });
            if (!answer.ok) throw new Error(`no edit: ${answer.error.code}`);
            const atMs = await there;
            if (next !== changed) continue;
            times.push(atMs - startedMs);
            bytes.push(other.bytesIn() - before);
          }
        }
        return bytes;
      };
      const ordinary = await editAll(PARAGRAPH_CHARS, 0);
      const long = await editAll(WHOLE_SEGMENT_CHARS, EDITS);
      return [
        {
          what: `an edit of a paragraph of ${PARAGRAPH_CHARS} 字, to each station, p95`,
          unit: 'B',
          value: percentile(ordinary, 0.95),
          budget: { atMost: 2000 },
          peer: ONTIME.editBytes,
          baseline: { name: 'its text', value: PARAGRAPH_CHARS * 3 },
        },
        {
          what: 'an edit of a paragraph of 1,000 字, to each station, p95',
          unit: 'B',
          value: percentile(long, 0.95),
          budget: { atMost: 2000 },
          peer: ONTIME.editBytes,
          baseline: { name: 'its text', value: WHOLE_SEGMENT_CHARS * 3 },
          note: `edit → other station p50 / p95: ${p50p95(times)} ms`,
        },
      ];
    } finally {
      await studio.stop();
    }
  },
};
