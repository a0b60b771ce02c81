import { Check, Minus, TriangleAlert } from 'lucide-react';

export type MarkKind = 'ok' | 'attention' | 'unknown';
const ICONS = { ok: Check, attention: TriangleAlert, unknown: Minus } as const;

/** Shape first, colour second: a tick, a triangle, a dash. The word stands beside it. */
export function Mark({ kind }: { readonly kind: MarkKind }) {
  const Icon = ICONS[kind];
  return (
    <Icon
      className={`gate-mark gate-mark-${kind}`}
      size={16}
      strokeWidth={kind === 'ok' ? 2.25 : 1.75}
      aria-hidden="true"
    />
  );
}
