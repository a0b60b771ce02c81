/** No list of a show file is longer, nothing in it is nested deeper, and all of it has no more values than this. */
const MOST_ROWS = 2000;
const MOST_LEVELS = 32;
const MOST_VALUES = 400_000;

export type SizeFault = {
  readonly path: string;
  readonly problem: 'tooLarge' | 'tooDeep';
  readonly maximum: number;
};

/**
 * The first thing in a file that is too big to be looked at closely, or null. Reading it all to name every other
 * mistake would hold the studio up for as long as the file likes.
 */
export function sizeFault(json: unknown): SizeFault | null {
  const waiting: { readonly value: unknown; readonly path: string; readonly level: number }[] = [
    { value: json, path: '', level: 0 },
  ];
  let values = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, path, level } = next;
    values += 1;
    if (values > MOST_VALUES) return { path: '', problem: 'tooLarge', maximum: MOST_VALUES };
    if (typeof value !== 'object' || value === null) continue;
    if (level === MOST_LEVELS) return { path, problem: 'tooDeep', maximum: MOST_LEVELS };
    if (Array.isArray(value)) {
      if (value.length > MOST_ROWS) return { path, problem: 'tooLarge', maximum: MOST_ROWS };
      for (const [index, row] of value.entries())
        waiting.push({ value: row, path: `${path}[${index}]`, level: level + 1 });
    } else {
      for (const [key, row] of Object.entries(value))
        waiting.push({ value: row, path: path === '' ? key : `${path}.${key}`, level: level + 1 });
    }
  }
  return null;
}
