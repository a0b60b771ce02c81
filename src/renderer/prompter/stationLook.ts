import { z } from '#shared/zod';
import type { ShowPlan } from '#shared/model/showPlan';
import { DEFAULT_LOOK, type PrompterLook } from './surface.ts';

/** How this screen shows the text. It belongs to the screen: nobody else sees or changes it. */

export const MIRRORS = ['none', 'horizontal', 'vertical'] as const;
export const INKS = ['white', 'warm', 'soft'] as const;

const LIMITS = {
  fontPx: { min: 20, max: 200 },
  marginPercent: { min: 2, max: 30 },
  lineHeight: { min: 1.2, max: 2 },
} as const;

export const stationLookSchema = z.object({
  fontPx: z.number().min(LIMITS.fontPx.min).max(LIMITS.fontPx.max),
  marginPercent: z.number().min(LIMITS.marginPercent.min).max(LIMITS.marginPercent.max),
  lineHeight: z.number().min(LIMITS.lineHeight.min).max(LIMITS.lineHeight.max),
  mirror: z.enum(MIRRORS),
  ink: z.enum(INKS),
  strip: z.boolean(),
  card: z.boolean(),
});
export type StationLook = z.infer<typeof stationLookSchema>;

/** What was chosen at this screen; the rest follows the show. */
export const chosenLookSchema = stationLookSchema.partial();
export type ChosenLook = z.infer<typeof chosenLookSchema>;

const INK_COLOURS: Readonly<Record<StationLook['ink'], string>> = {
  white: '#ffffff',
  warm: '#ffe7b3',
  soft: '#b9c4cf',
};
/** On a narrow screen the show's font size gives way until a line holds about so many characters. */
const LEAST_CHARS_A_LINE = 8;
const FONT_STEP = 1.1;

/** The look of this screen: what was chosen here, else the show's, else a plain one. */
export function lookOf(plan: ShowPlan | null, chosen: ChosenLook, textWidthPx: number): StationLook {
  const marginPercent = chosen.marginPercent ?? DEFAULT_LOOK.marginPercent;
  const widestPx = (textWidthPx * (1 - (2 * marginPercent) / 100)) / LEAST_CHARS_A_LINE;
  const shownPx = plan?.show.prompter.fontPx ?? DEFAULT_LOOK.fontPx;
  return {
    fontPx:
      chosen.fontPx ?? within('fontPx', Math.round(widestPx > 0 ? Math.min(shownPx, widestPx) : shownPx)),
    marginPercent,
    lineHeight: chosen.lineHeight ?? DEFAULT_LOOK.lineHeight,
    mirror: chosen.mirror ?? (plan?.show.prompter.mirror === true ? 'horizontal' : 'none'),
    ink: chosen.ink ?? 'white',
    strip: chosen.strip ?? true,
    card: chosen.card ?? true,
  };
}

export function surfaceLook(look: StationLook): PrompterLook {
  const { fontPx, marginPercent, lineHeight, mirror, ink } = look;
  return {
    fontPx,
    marginPercent,
    lineHeight,
    mirror,
    colours: { ...DEFAULT_LOOK.colours, text: INK_COLOURS[ink] },
  };
}

function within(name: keyof typeof LIMITS, value: number): number {
  const { min, max } = LIMITS[name];
  return Math.min(max, Math.max(min, value));
}

/** A tenth larger or smaller for 10 %, by a whole pixel at least. */
export function fontPxAfter(fontPx: number, deltaPercent: number): number {
  const scaled = Math.round(fontPx * (1 + deltaPercent / 100));
  return within('fontPx', scaled === fontPx ? fontPx + Math.sign(deltaPercent) : scaled);
}

export type LookSetting = keyof StationLook;

/** A setting one notch on (`direction` 1) or back (−1). `around`: past the end it begins again, for a single button. */
export function lookAfter(
  look: StationLook,
  setting: LookSetting,
  direction: 1 | -1,
  around: boolean,
): ChosenLook {
  switch (setting) {
    case 'fontPx': {
      const next = Math.round(direction === 1 ? look.fontPx * FONT_STEP : look.fontPx / FONT_STEP);
      return { fontPx: notch('fontPx', next, direction, around) };
    }
    case 'marginPercent':
      return { marginPercent: notch('marginPercent', look.marginPercent + direction * 2, direction, around) };
    case 'lineHeight':
      return {
        lineHeight: notch(
          'lineHeight',
          Math.round((look.lineHeight + direction * 0.1) * 10) / 10,
          direction,
          around,
        ),
      };
    case 'mirror':
      return { mirror: neighbour(MIRRORS, look.mirror, direction) };
    case 'ink':
      return { ink: neighbour(INKS, look.ink, direction) };
    case 'strip':
      return { strip: !look.strip };
    case 'card':
      return { card: !look.card };
  }
}

function notch(name: keyof typeof LIMITS, next: number, direction: 1 | -1, around: boolean): number {
  const { min, max } = LIMITS[name];
  if (around && next > max && direction === 1) return min;
  return within(name, next);
}

function neighbour<T>(choices: readonly [T, ...T[]], from: T, direction: 1 | -1): T {
  const at = (choices.indexOf(from) + direction + choices.length) % choices.length;
  return choices[at] ?? choices[0];
}
