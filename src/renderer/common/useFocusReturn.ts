import { useEffect, useState } from 'react';

/** When what is drawn leaves and the focus was in it, the focus goes back to where it was before. */
export function useFocusReturn(): void {
  const [from] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (document.activeElement !== document.body) return;
      if (from instanceof HTMLElement && from !== document.body && from.isConnected) from.focus();
    },
    [from],
  );
}
