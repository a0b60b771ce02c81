import type { Scene } from '#shared/model/showPlan';

export type Framing = 'wide' | 'close' | 'top' | 'duo' | 'split' | 'card' | 'board' | 'graphic' | 'plain';

const WORDS: readonly (readonly [RegExp, Framing])[] = [
  [/分屏|split/iu, 'split'],
  [/信息卡|card/iu, 'card'],
  [/大屏|board|screen/iu, 'board'],
  [/双人|同框|duo|two/iu, 'duo'],
  [/俯拍|特写|top|macro/iu, 'top'],
  [/近景|中景|close|medium/iu, 'close'],
  [/全景|wide|full/iu, 'wide'],
  [/图文|graphic|slate/iu, 'graphic'],
];

/** How a scene is framed, from its own words; to draw something where there is no picture. */
export function framingOf(scene: Pick<Scene, 'framing' | 'label'>): Framing {
  const words = `${scene.framing ?? ''} ${scene.label}`;
  return WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? 'plain';
}
