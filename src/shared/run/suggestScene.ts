import type { SceneId } from '../model/ids.ts';
import type { Scene } from '../model/showPlan.ts';

type Wanted = Pick<Scene, 'id' | 'obsSceneName' | 'label'>;

/** Less alike than this is no suggestion: a wrong guess costs more than none. */
const ALIKE_ENOUGH = 0.5;
/** Same number in front (“02_…”): numbers are how rooms keep scenes in order, so they survive a renaming. */
const SAME_NUMBER = 0.25;

/** The name in the switcher that most likely is this scene, or null when none is alike. */
export function suggestScene(wanted: Wanted, available: readonly string[]): string | null {
  return suggestScenes([wanted], available).get(wanted.id) ?? null;
}

/**
 * The likeliest name for each scene; no name is suggested twice. The most alike pair is settled first, so a
 * scene that was renamed a little keeps its name from one that was renamed beyond recognition.
 */
export function suggestScenes(
  wanted: readonly Wanted[],
  available: readonly string[],
): ReadonlyMap<SceneId, string> {
  const pairs = wanted
    .flatMap((scene) =>
      available.map((name) => ({ sceneId: scene.id, name, likeness: sceneLikeness(scene, name) })),
    )
    .filter((pair) => pair.likeness >= ALIKE_ENOUGH)
    .toSorted((a, b) => b.likeness - a.likeness);
  const chosen = new Map<SceneId, string>();
  const taken = new Set<string>();
  for (const { sceneId, name } of pairs) {
    if (chosen.has(sceneId) || taken.has(name)) continue;
    chosen.set(sceneId, name);
    taken.add(name);
  }
  return chosen;
}

/** 0 (nothing in common) to 1 (the same, but for case, spaces and punctuation). */
export function sceneLikeness(
  { obsSceneName, label }: Pick<Wanted, 'obsSceneName' | 'label'>,
  name: string,
): number {
  const found = parts(name);
  const planned = parts(obsSceneName);
  if (found.words === '' && found.number !== null) return found.number === planned.number ? ALIKE_ENOUGH : 0;
  const alike = Math.max(
    textLikeness(planned.words, found.words),
    textLikeness(parts(label).words, found.words),
  );
  const sameNumber = planned.number !== null && planned.number === found.number;
  return alike === 1 && (sameNumber || planned.number === null)
    ? 1
    : Math.min(0.99, alike + (sameNumber ? SAME_NUMBER : 0));
}

/** The number in front, and what is said apart from it. */
function parts(name: string): { readonly number: number | null; readonly words: string } {
  const said = name.normalize('NFKC').toLowerCase();
  const lead = /^\s*(\d+)/u.exec(said)?.[1];
  const words = said
    .slice(lead === undefined ? 0 : said.indexOf(lead) + lead.length)
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
  return { number: lead === undefined ? null : Number(lead), words };
}

/**
 * Sørensen–Dice coefficient over characters and pairs of them: pairs tell order, single characters still
 * tell something in Chinese, where a name has four.
 */
function textLikeness(a: string, b: string): number {
  if (a === '' || b === '') return 0;
  if (a === b) return 1;
  return (dice(signsOf(a), signsOf(b)) + dice(pairsOf(a), pairsOf(b))) / 2;
}

function dice(a: readonly string[], b: readonly string[]): number {
  const left = new Map<string, number>();
  for (const each of a) left.set(each, (left.get(each) ?? 0) + 1);
  let common = 0;
  for (const each of b) {
    const count = left.get(each) ?? 0;
    if (count === 0) continue;
    common += 1;
    left.set(each, count - 1);
  }
  return a.length + b.length === 0 ? 0 : (2 * common) / (a.length + b.length);
}

const signsOf = (text: string): string[] => Array.from(text);

function pairsOf(text: string): string[] {
  const signs = signsOf(text);
  return signs.slice(1).map((sign, index) => `${signs[index] ?? ''}${sign}`);
}
