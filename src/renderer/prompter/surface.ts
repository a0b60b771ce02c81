import type { ParagraphId, SegmentId } from '#shared/model/ids';
import {
  readingPositionAt,
  scriptTimeline,
  type ReadingPosition,
  type ScriptTimeline,
} from '#shared/script/scriptTimeline';
import { later, type StudioMs } from '#shared/timing/vector';
import { measureLines, textNodes } from './lineMap.ts';
import {
  scriptMsAtY,
  scrollKnots,
  scrollPath,
  yAt,
  type LaidOutParagraph,
  type PathPoint,
} from './scrollPath.ts';

/**
 * The reading surface. One layer of text is moved by a compositor animation whose keyframes follow from the
 * trajectory and from where the browser broke the lines: no script runs per frame. A place in the text is
 * never kept in pixels; they are worked out anew after every reflow, in the same frame.
 */

export type PrompterParagraph = {
  readonly id: ParagraphId;
  readonly speaker: string;
  readonly atSec: number;
  /** As it is read: tokens resolved. */
  readonly text: string;
};

export type PrompterSegment = {
  readonly segmentId: SegmentId;
  readonly durationSec: number;
  /** The base of the script timeline, 字/min; the same for every station. */
  readonly charsPerMinute: number;
  readonly paragraphs: readonly PrompterParagraph[];
  /** The head of what follows, shown dim below; null at the end of the show. */
  readonly next: {
    readonly title: string;
    readonly paragraphs: readonly Pick<PrompterParagraph, 'id' | 'speaker' | 'text'>[];
  } | null;
};

/** Piecewise linear, standing still outside; `PrompterTrajectory.knots` will do. */
export type SurfaceKnots = readonly { readonly at: StudioMs; readonly scriptMs: number }[];

export type PrompterLook = {
  readonly fontPx: number;
  /** Of the width, on each side. */
  readonly marginPercent: number;
  /** Times `fontPx`. */
  readonly lineHeight: number;
  readonly mirror: 'none' | 'horizontal' | 'vertical';
  readonly colours: {
    readonly background: string;
    readonly text: string;
    readonly next: string;
    /** By speaker role; a speaker without a colour gets `next`. */
    readonly speakers: Readonly<Record<string, string>>;
  };
};

export const DEFAULT_LOOK: PrompterLook = {
  fontPx: 72,
  marginPercent: 8,
  lineHeight: 1.5,
  mirror: 'none',
  colours: {
    background: '#000000',
    text: '#ffffff',
    next: '#7f8b97',
    speakers: { host: '#4c8dff', assistantHost: '#9b7bff' },
  },
};

export type PrompterSurfaceOptions = {
  /** The studio clock of this station. */
  readonly now: () => StudioMs;
  /** Share of the height, from the top. */
  readonly readingLine?: number;
  readonly look?: PrompterLook;
};

const MIRRORS = { none: 'none', horizontal: 'scaleX(-1)', vertical: 'scaleY(-1)' } as const;
const PARAGRAPH_GAP_LINES = 0.6;
const RESYNC_EVERY_MS = 1000;
/** 4 ms are a quarter of a pixel at reading speed. */
const RESYNC_ABOVE_MS = 4;
const TEXT_STYLE: Readonly<Record<string, string>> = {
  'line-break': 'strict',
  'word-break': 'normal',
  'overflow-wrap': 'anywhere',
  'white-space': 'pre-wrap',
  'font-variant-numeric': 'tabular-nums',
};

/**
 * The focus zone reaches from one line above the reading line to two and a half below; the rest dims but stays
 * readable. `from` and `to` in lines from the reading line, null at the edge. On a machine without a graphics card
 * the text shares its frame time with what lies over it: a mask is composed anew in every frame, a gradient is
 * blended pixel by pixel, an even colour costs next to nothing.
 */
type Veil = {
  readonly from: number | null;
  readonly to: number | null;
  readonly percent: number;
  /** Away from where it is densest. */
  readonly fade: 'to bottom' | 'to top' | null;
};
const VEILS: readonly Veil[] = [
  { from: null, to: -2, percent: 68, fade: null },
  { from: -2, to: -1, percent: 68, fade: 'to bottom' },
  { from: 2.5, to: 3.5, percent: 60, fade: 'to top' },
  { from: 3.5, to: null, percent: 60, fade: null },
];

type Shown = {
  readonly id: ParagraphId;
  readonly speaker: string;
  readonly block: HTMLElement;
  readonly text: string;
  readonly nodes: readonly Text[];
};

function style(element: HTMLElement, properties: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(properties)) element.style.setProperty(name, value);
}

export class PrompterSurface {
  readonly #now: () => StudioMs;
  readonly #readingLine: number;
  readonly #frame: HTMLElement;
  readonly #veils: readonly (Veil & { readonly element: HTMLElement })[];
  readonly #layer: HTMLElement;
  readonly #resize: ResizeObserver;
  readonly #resync: number;
  readonly #onFonts = (): void => this.#rebuild();
  #look: PrompterLook;
  #segment: PrompterSegment | null = null;
  #shown: readonly Shown[] = [];
  #nextHead: HTMLElement | null = null;
  #timeline: ScriptTimeline | null = null;
  #knots: SurfaceKnots = [];
  #path: readonly PathPoint[] = [];
  #animation: Animation | null = null;
  #firstAt: StudioMs | null = null;
  #isRebuildDue = false;
  #isDisposed = false;

  constructor(host: HTMLElement, { now, readingLine = 0.35, look = DEFAULT_LOOK }: PrompterSurfaceOptions) {
    this.#now = now;
    this.#readingLine = readingLine;
    this.#look = look;
    this.#frame = document.createElement('div');
    this.#veils = VEILS.map((veil) => ({ ...veil, element: document.createElement('div') }));
    this.#layer = document.createElement('div');
    this.#layer.lang = 'zh-CN';
    this.#layer.dataset['part'] = 'text';
    style(this.#frame, { position: 'absolute', inset: '0', overflow: 'clip', contain: 'strict' });
    style(this.#layer, {
      position: 'absolute',
      top: `${readingLine * 100}%`,
      // Its own layer also while it stands: no change of raster between standing and moving.
      'will-change': 'transform',
      ...TEXT_STYLE,
    });
    // Each a layer of its own: together they would be one picture of all they cover.
    for (const { element } of this.#veils)
      style(element, { position: 'absolute', 'pointer-events': 'none', 'will-change': 'transform' });
    this.#frame.append(this.#layer, ...this.#veils.map(({ element }) => element));
    if (getComputedStyle(host).position === 'static') host.style.position = 'relative';
    host.append(this.#frame);
    this.#applyLook();
    // Its callback runs between layout and paint: the new place is shown in the frame of the new layout.
    this.#resize = new ResizeObserver(() => this.#rebuild());
    this.#resize.observe(this.#frame);
    this.#resize.observe(this.#layer);
    document.fonts.addEventListener('loadingdone', this.#onFonts);
    this.#resync = window.setInterval(() => this.resync(), RESYNC_EVERY_MS);
  }

  /** Shows a segment from its beginning; `setTrajectory` in the same task says where it stands. */
  setSegment(segment: PrompterSegment): void {
    this.#segment = segment;
    this.#timeline = null;
    this.#knots = [];
    this.#layer.replaceChildren();
    this.#shown = segment.paragraphs.map(({ id, speaker, text }) => this.#paragraph(id, speaker, text));
    this.#nextHead = null;
    if (segment.next !== null) {
      this.#nextHead = document.createElement('div');
      this.#nextHead.dataset['part'] = 'next';
      const title = document.createElement('div');
      title.textContent = segment.next.title;
      style(title, { 'font-size': '0.5em', 'line-height': '1.6', 'padding-left': '0.86em' });
      this.#nextHead.append(title);
      this.#layer.append(this.#nextHead);
      const heads = segment.next.paragraphs.map(({ id, speaker, text }) =>
        this.#paragraph(id, speaker, text, this.#nextHead),
      );
      this.#shown = [...this.#shown, ...heads];
    }
    this.#applyLook();
    this.#rebuildSoon();
  }

  /** The motion of the current segment's text. Several changes in one task are shown as one. */
  setTrajectory(knots: SurfaceKnots): void {
    this.#knots = knots;
    this.#rebuildSoon();
  }

  setLook(look: Partial<PrompterLook>): void {
    this.#look = { ...this.#look, ...look };
    this.#applyLook();
    this.#rebuildSoon();
  }

  /** Changes a paragraph of this segment or of the next one's head; an unknown id is ignored (not shown here). */
  editParagraph(id: ParagraphId, text: string): void {
    if (this.#segment === null) return;
    const edited = <T extends { readonly id: ParagraphId; readonly text: string }>(
      paragraphs: readonly T[],
    ): readonly T[] => paragraphs.map((each) => (each.id === id ? { ...each, text } : each));
    const { paragraphs, next } = this.#segment;
    this.#segment = {
      ...this.#segment,
      paragraphs: edited(paragraphs),
      next: next === null ? null : { ...next, paragraphs: edited(next.paragraphs) },
    };
    const shown = this.#shown.find((each) => each.id === id);
    if (shown === undefined || shown.text === text) return;
    const nodes = textNodes(text);
    shown.block.replaceChildren(...nodes);
    this.#shown = this.#shown.map((each) => (each === shown ? { ...each, text, nodes } : each));
    this.#timeline = null;
    this.#rebuildSoon();
  }

  /** What is being read at this instant; null without a segment or text. */
  position(): ReadingPosition | null {
    const timeline = this.#currentTimeline();
    return timeline === null ? null : readingPositionAt(timeline, this.scriptMs());
  }

  /** The same as script ms, for a new anchor. */
  scriptMs(): number {
    const now = this.#now();
    const index = this.#knots.findLastIndex((knot) => knot.at <= now);
    const from = this.#knots[Math.max(0, index)];
    const to = this.#knots[index + 1];
    if (from === undefined) return 0;
    if (index < 0 || to === undefined || to.at <= from.at) return from.scriptMs;
    return from.scriptMs + ((to.scriptMs - from.scriptMs) * (now - from.at)) / (to.at - from.at);
  }

  /** Script ms with the text moved on by displayed lines of this screen (back if negative): for a step by hand. */
  scriptMsAfterLines(lines: number): number {
    this.#rebuildIfDue();
    const y = yAt(this.#path, this.scriptMs()) + lines * this.#lineHeightPx();
    return scriptMsAtY(this.#path, y);
  }

  /**
   * Puts the animation on the studio clock again after that was corrected; runs by itself every second.
   * Returns how far it was off, in ms.
   */
  resync(): number {
    if (this.#animation === null || this.#firstAt === null) return 0;
    const started = this.#animation.startTime;
    const due = this.#documentTimeOf(this.#firstAt);
    const offMs = typeof started === 'number' ? due - started : 0;
    if (Math.abs(offMs) > RESYNC_ABOVE_MS) this.#animation.startTime = due;
    return offMs;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#resize.disconnect();
    document.fonts.removeEventListener('loadingdone', this.#onFonts);
    window.clearInterval(this.#resync);
    this.#animation?.cancel();
    this.#frame.remove();
  }

  #paragraph(id: ParagraphId, speaker: string, text: string, into: HTMLElement | null = null): Shown {
    const block = document.createElement('div');
    const nodes = textNodes(text);
    block.dataset['paragraph'] = id;
    block.append(...nodes);
    (into ?? this.#layer).append(block);
    return { id, speaker, block, text, nodes };
  }

  #lineHeightPx(): number {
    return this.#look.fontPx * this.#look.lineHeight;
  }

  #applyLook(): void {
    const { fontPx, marginPercent, mirror, colours } = this.#look;
    const line = this.#lineHeightPx();
    const at = (lines: number): string => `calc(${this.#readingLine * 100}% + ${lines * line}px)`;
    const sides = { left: `${marginPercent}%`, right: `${marginPercent}%` };
    style(this.#frame, {
      background: colours.background,
      transform: MIRRORS[mirror],
    });
    const veiled = (percent: number): string =>
      `color-mix(in srgb, ${colours.background} ${percent}%, transparent)`;
    for (const { element, from, to, percent, fade } of this.#veils) {
      style(element, {
        ...sides,
        top: from === null ? '0' : at(from),
        bottom: to === null ? '0' : `calc(100% - ${at(to)})`,
        background:
          fade === null ? veiled(percent) : `linear-gradient(${fade}, ${veiled(percent)}, ${veiled(0)})`,
      });
    }
    style(this.#layer, {
      ...sides,
      color: colours.text,
      'font-size': `${fontPx}px`,
      'line-height': `${line}px`,
    });
    for (const { speaker, block } of this.#shown) {
      style(block, {
        'margin-bottom': `${PARAGRAPH_GAP_LINES * line}px`,
        'padding-left': '0.35em',
        'border-left': `0.08em solid ${colours.speakers[speaker] ?? colours.next}`,
      });
    }
    this.#nextHead?.style.setProperty('color', colours.next);
  }

  #currentTimeline(): ScriptTimeline | null {
    if (this.#segment === null) return null;
    this.#timeline ??= scriptTimeline(
      { durationSec: this.#segment.durationSec, script: this.#segment.paragraphs },
      this.#segment.charsPerMinute,
    );
    return this.#timeline;
  }

  /** Changes of one task are put together; still before the browser paints. */
  #rebuildSoon(): void {
    if (this.#isRebuildDue) return;
    this.#isRebuildDue = true;
    queueMicrotask(() => this.#rebuildIfDue());
  }

  #rebuildIfDue(): void {
    if (this.#isRebuildDue) this.#rebuild();
  }

  #rebuild(): void {
    this.#isRebuildDue = false;
    const timeline = this.#currentTimeline();
    if (this.#isDisposed || timeline === null || this.#frame.clientHeight === 0) return;
    this.#path = this.#measure(timeline);
    this.#animate();
  }

  #measure(timeline: ScriptTimeline): readonly PathPoint[] {
    const line = this.#lineHeightPx();
    const layer = this.#layer.getBoundingClientRect();
    // Differences of boxes are free of the scroll; a mirror on its head turns them over.
    const upsideDown = this.#look.mirror === 'vertical';
    const toLayerY = (box: DOMRect): number =>
      (upsideDown ? layer.bottom - box.bottom : box.top - layer.top) + box.height / 2;
    const charsPerLine = Math.max(1, Math.floor(layer.width / this.#look.fontPx));
    const layout = timeline.paragraphs.flatMap(({ id }): LaidOutParagraph[] => {
      const shown = this.#shown.find((each) => each.id === id);
      return shown === undefined
        ? []
        : [{ id, lines: measureLines(shown.nodes, line, charsPerLine, toLayerY, shown.block.offsetTop) }];
    });
    return scrollPath(timeline, layout, this.#nextHead?.offsetTop ?? this.#layer.offsetHeight);
  }

  #documentTimeOf(at: StudioMs): number {
    return performance.now() + (at - this.#now());
  }

  #animate(): void {
    const first = this.#knots[0];
    const last = this.#knots.at(-1);
    const before = this.#animation;
    const transformTo = (y: number): string => `translate3d(0, ${(-y).toFixed(3)}px, 0)`;
    if (first === undefined || last === undefined || last.at <= first.at) {
      this.#layer.style.transform = transformTo(yAt(this.#path, first?.scriptMs ?? 0));
      this.#animation = null;
      this.#firstAt = null;
      before?.cancel();
      return;
    }
    const duration = last.at - first.at;
    const keyframes = scrollKnots(this.#knots, this.#path, (at) => later(first.at, at - first.at)).map(
      (knot) => ({
        offset: Math.min(1, Math.max(0, (knot.at - first.at) / duration)),
        transform: transformTo(knot.y),
      }),
    );
    const animation = this.#layer.animate(keyframes, { duration, easing: 'linear', fill: 'both' });
    animation.startTime = this.#documentTimeOf(first.at);
    this.#animation = animation;
    this.#firstAt = first.at;
    before?.cancel();
  }
}
