import { useCallback, useState } from 'react';
import { chosenLookSchema, type ChosenLook } from './stationLook.ts';

const KEY = 'kaibo.prompter.look';

/** What was chosen at this screen, kept by its browser. */
export function useStationLook(): {
  readonly chosen: ChosenLook;
  readonly choose: (change: ChosenLook) => void;
  readonly forget: () => void;
} {
  const [chosen, setChosen] = useState(remembered);
  const choose = useCallback(
    (change: ChosenLook) =>
      setChosen((before) => {
        const after = { ...before, ...change };
        localStorage.setItem(KEY, JSON.stringify(after));
        return after;
      }),
    [],
  );
  const forget = useCallback(() => {
    localStorage.removeItem(KEY);
    setChosen({});
  }, []);
  return { chosen, choose, forget };
}

function remembered(): ChosenLook {
  try {
    return chosenLookSchema.parse(JSON.parse(localStorage.getItem(KEY) ?? '{}'));
  } catch {
    // Of another version or damaged: the show's own look is always there.
    return {};
  }
}
