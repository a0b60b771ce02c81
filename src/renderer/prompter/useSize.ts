import { useLayoutEffect, useState, type RefObject } from 'react';

export type Size = { readonly widthPx: number; readonly heightPx: number };

/** The size of an element, now and after every change; zero before it is there. */
export function useSize(element: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ widthPx: 0, heightPx: 0 });
  useLayoutEffect(() => {
    const watched = element.current;
    if (watched === null) return undefined;
    const measure = () => setSize({ widthPx: watched.clientWidth, heightPx: watched.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(watched);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
