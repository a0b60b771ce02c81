import { z } from 'zod';
import { paragraphIdSchema, segmentIdSchema } from '#shared/model/ids';
import { readingPositionAt, scriptMsAt, scriptTimeline } from '#shared/script/scriptTimeline';
import { prompterTrajectory, scriptMsOn } from '#shared/timing/prompterLock';
import type { PrompterTrajectory } from '#shared/timing/prompterLock';
import { later, studioMsSchema } from '#shared/timing/vector';
import type { StudioMs } from '#shared/timing/vector';
import { DEFAULT_LOOK, PrompterSurface } from '../../../src/renderer/prompter/surface.ts';
import type { PrompterLook, PrompterSegment } from '../../../src/renderer/prompter/surface.ts';

/**
 * The page under test: surfaces of chosen widths, and a ruler that reads from the boxes in the document,
 * character by character, what stands under the reading line. The ruler shares nothing with the surface
 * but the script timeline.
 */

const READING_LINE = 0.35;
const segmentSchema = z.object({
  segmentId: segmentIdSchema,
  durationSec: z.number(),
  charsPerMinute: z.number(),
  paragraphs: z.array(
    z.object({ id: paragraphIdSchema, speaker: z.string(), atSec: z.number(), text: z.string() }),
  ),
  next: z
    .object({
      title: z.string(),
      paragraphs: z.array(z.object({ id: paragraphIdSchema, speaker: z.string(), text: z.string() })),
    })
    .nullable(),
});

/** The same for all pages of this machine. */
const now = (): StudioMs => studioMsSchema.parse(performance.timeOrigin + performance.now());
const studioOf = (documentMs: number): StudioMs => studioMsSchema.parse(performance.timeOrigin + documentMs);

type Screen = { readonly host: HTMLElement; readonly surface: PrompterSurface };
type Sample = {
  readonly screen: string;
  /** Studio time of the frame. */
  readonly at: number;
  readonly paragraphId: string;
  readonly charOffset: number;
  /** How far the character being read is from the reading line, px. */
  readonly offPx: number;
  /** How far what stands under the reading line is from what is due, ms of reading. */
  readonly lagMs: number;
};

const screens = new Map<string, Screen>();
let segment: PrompterSegment | null = null;
let trajectory: PrompterTrajectory | null = null;

function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`no ${what}`);
  return value;
}

const screenOf = (name: string): Screen => must(screens.get(name), `screen ${name}`);

function timeline() {
  const shown = must(segment, 'segment');
  return scriptTimeline({ durationSec: shown.durationSec, script: shown.paragraphs }, shown.charsPerMinute);
}

/** The lines of a paragraph as boxes, found one character at a time. */
function linesOf(host: HTMLElement, paragraphId: string) {
  const node = must(host.querySelector(`[data-paragraph="${paragraphId}"]`), paragraphId).firstChild;
  if (!(node instanceof Text)) throw new Error('a paragraph is one text');
  const lines: { start: number; middle: number }[] = [];
  const range = document.createRange();
  let unit = 0;
  for (const [offset, char] of Array.from(node.data).entries()) {
    range.setStart(node, unit);
    range.setEnd(node, unit + char.length);
    unit += char.length;
    const box = Array.from(range.getClientRects()).at(-1);
    if (box === undefined) continue;
    const middle = box.top + box.height / 2;
    const last = lines.at(-1);
    if (last === undefined || Math.abs(middle - last.middle) > 10) lines.push({ start: offset, middle });
  }
  return { lines, length: Array.from(node.data).length };
}

function sampleScreen(name: string, documentMs: number): Sample | null {
  const { host } = screenOf(name);
  const at = studioOf(documentMs);
  const script = timeline();
  const dueMs = scriptMsOn(must(trajectory, 'trajectory'), at);
  const position = readingPositionAt(script, dueMs);
  if (position === null) return null;
  const { lines } = linesOf(host, position.paragraphId);
  const index = lines.findLastIndex((line) => line.start <= position.charOffset);
  const line = lines[index];
  const below = lines[index + 1];
  // A paragraph's last line goes on into the next paragraph: told by other tests.
  if (line === undefined || below === undefined) return null;
  const msOf = (charOffset: number) =>
    must(scriptMsAt(script, { paragraphId: position.paragraphId, charOffset }), 'time');
  const share = (dueMs - msOf(line.start)) / (msOf(below.start) - msOf(line.start));
  const box = host.getBoundingClientRect();
  const mirrored = below.middle < line.middle;
  const readingY = mirrored ? box.bottom - READING_LINE * box.height : box.top + READING_LINE * box.height;
  const lineHeight = below.middle - line.middle;
  const offPx = line.middle - lineHeight / 2 + share * lineHeight - readingY;
  const lagMs = (offPx / lineHeight) * (msOf(below.start) - msOf(line.start));
  return {
    screen: name,
    at,
    paragraphId: position.paragraphId,
    charOffset: position.charOffset,
    offPx,
    lagMs,
  };
}

const frame = (): Promise<number> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => resolve(Number(must(document.timeline.currentTime, 'document time'))));
  });

const bench = {
  open(name: string, widthPx: number, heightPx: number, look: Partial<PrompterLook> = {}): void {
    const host = document.createElement('div');
    host.dataset['screen'] = name;
    host.style.width = `${widthPx}px`;
    host.style.height = `${heightPx}px`;
    host.style.background = '#000';
    document.body.append(host);
    screens.set(name, {
      host,
      surface: new PrompterSurface(host, {
        now,
        readingLine: READING_LINE,
        look: { ...DEFAULT_LOOK, ...look },
      }),
    });
  },

  show(input: unknown): void {
    segment = segmentSchema.parse(input);
    for (const { surface } of screens.values()) surface.setSegment(segment);
  },

  /** Anchors the text at `scriptMs`, now, with the segment clock `errorMs` ahead. */
  start(scriptMs: number, mode: 'running' | 'paused', { pace = 1, speed = 1, errorMs = 0 } = {}): void {
    const at = now();
    trajectory = prompterTrajectory({
      anchor: { scriptMs, at, mode },
      clock: { positionMs: scriptMs + errorMs, velocity: speed, at },
      pace,
      script: timeline(),
    });
    for (const { surface } of screens.values()) surface.setTrajectory(trajectory.knots);
  },

  edit(paragraphId: string, text: string): void {
    const id = paragraphIdSchema.parse(paragraphId);
    const shown = must(segment, 'segment');
    segment = {
      ...shown,
      paragraphs: shown.paragraphs.map((each) => (each.id === id ? { ...each, text } : each)),
    };
    for (const { surface } of screens.values()) surface.editParagraph(id, text);
  },

  look(name: string, look: Partial<PrompterLook>): void {
    screenOf(name).surface.setLook(look);
  },

  resize(name: string, widthPx: number, heightPx?: number): void {
    screenOf(name).host.style.width = `${widthPx}px`;
    if (heightPx !== undefined) screenOf(name).host.style.height = `${heightPx}px`;
  },

  position: (name: string) => screenOf(name).surface.position(),
  scriptMs: (name: string) => screenOf(name).surface.scriptMs(),
  scriptMsAfterLines: (name: string, lines: number) => screenOf(name).surface.scriptMsAfterLines(lines),
  resync: (name: string) => screenOf(name).surface.resync(),
  dispose: (name: string) => {
    screenOf(name).surface.dispose();
    screens.delete(name);
  },
  now: () => Number(now()),

  /** What the animations of a screen move, and by which keyframes. */
  animations(name: string) {
    return screenOf(name)
      .host.getAnimations({ subtree: true })
      .map((animation) => {
        const effect = animation.effect;
        const keyframes = effect instanceof KeyframeEffect ? effect.getKeyframes() : [];
        const names = new Set(keyframes.flatMap((keyframe) => Object.keys(keyframe)));
        for (const timing of ['offset', 'computedOffset', 'easing', 'composite']) names.delete(timing);
        return { playState: animation.playState, properties: [...names], keyframes: keyframes.length };
      });
  },

  /** Samples all screens once per frame; calls `bench[change]` right after the sample of its frame. */
  async watch(
    frames: number,
    changes: Readonly<Record<number, () => void>> = {},
  ): Promise<readonly Sample[]> {
    const samples: Sample[] = [];
    for (let index = 0; index < frames; index += 1) {
      const documentMs = await frame();
      for (const name of screens.keys()) {
        const sample = sampleScreen(name, documentMs);
        if (sample !== null) samples.push(sample);
      }
      changes[index]?.();
    }
    return samples;
  },

  /** Counts calls a page would need to move text by script. */
  countFrameCallbacks(): () => number {
    let calls = 0;
    const original = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (callback) => {
      calls += 1;
      return original(callback);
    };
    return () => {
      window.requestAnimationFrame = original;
      return calls;
    };
  },

  blockMainThread(ms: number): void {
    const until = performance.now() + ms;
    while (performance.now() < until) {
      // Deliberately busy: this is what the compositor has to get along without.
    }
  },

  later: (ms: number) => Number(later(now(), ms)),
};

export type Bench = typeof bench;
declare global {
  interface Window {
    bench: Bench;
  }
}
window.bench = bench;
