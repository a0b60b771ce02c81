/** One measured figure, beside what it is to be held against. */
export type Figure = {
  readonly what: string;
  readonly unit: 'ms' | 'MB' | 'B' | 'B/s' | 'events/s' | '%' | 'px';
  readonly value: number;
  /** Without a budget a figure is only told. */
  readonly budget?: { readonly atMost: number } | { readonly atLeast: number };
  /** The same of another program, measured elsewhere: see `peers.ts`. */
  readonly peer?: Beside;
  /** The same with nothing of Kaibo in it, measured in this run on this machine. */
  readonly baseline?: Beside;
  /** What else the reader should know of this run. */
  readonly note?: string;
};
export type Beside = { readonly name: string; readonly value: number };

/** One part of the bench: `npm run bench -- NAME`. */
export type Subject = {
  readonly name: string;
  /** Debian packages without which it can't run. */
  readonly needs: readonly string[];
  readonly run: (options: BenchOptions) => Promise<readonly Figure[]>;
};
export type BenchOptions = {
  /** As long as the budgets say, instead of as long as one likes to wait. */
  readonly full: boolean;
};

/** null: there is no budget to meet. */
export function isMet({ value, budget }: Figure): boolean | null {
  if (budget === undefined) return null;
  return 'atMost' in budget ? value <= budget.atMost : value >= budget.atLeast;
}

/** The nearest-rank percentile, `share` from 0 to 1. NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** `12 / 18` for a note: p50 and p95. */
export const p50p95 = (values: readonly number[]): string =>
  `${percentile(values, 0.5).toFixed(1)} / ${percentile(values, 0.95).toFixed(1)}`;
