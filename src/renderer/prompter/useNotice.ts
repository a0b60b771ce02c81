import { useCallback, useEffect, useRef, useState } from 'react';
import type { TFunction } from 'i18next';

type Words = (t: TFunction) => string;
export type Notice = { readonly id: number; readonly kind: 'value' | 'warning'; readonly words: Words };

const LEAVES_AFTER_MS = { value: 1500, warning: 4000 } as const;

/** One short line that leaves by itself: a new value, or why something was not done. */
export function useNotice() {
  const [notice, setNotice] = useState<Notice | null>(null);
  const timer = useRef(0);
  const count = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const show = useCallback((kind: Notice['kind'], words: Words) => {
    window.clearTimeout(timer.current);
    count.current += 1;
    setNotice({ id: count.current, kind, words });
    timer.current = window.setTimeout(() => setNotice(null), LEAVES_AFTER_MS[kind]);
  }, []);
  const say = useCallback((words: Words) => show('value', words), [show]);
  const warn = useCallback((words: Words) => show('warning', words), [show]);
  return { notice, say, warn };
}
