import { useLayoutEffect, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';

export type Size = { readonly widthPx: number; readonly heightPx: number };

/** The size of an element, now and after every change; zero before it is there. */
export function useSize(element: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ widthPx: 0, heightPx: 0 });
  useLayoutEffect(() => {
    const watched = element.current;
    if (watched === null) return undefined;
    const measure = () =>
      setSize((before) => {
        const { clientWidth: widthPx, clientHeight: heightPx } = watched;
        return before.widthPx === widthPx && before.heightPx === heightPx ? before : { widthPx, heightPx };
      });
    measure();
    // At once: what follows from the size is shown in the frame of the new size, not in the one after it.
    const observer = new ResizeObserver(() => flushSync(measure));
    observer.observe(watched);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
