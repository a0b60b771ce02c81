import { useMemo, useSyncExternalStore } from 'react';
import { BINDABLE_ACTIONS, DEFAULT_BINDINGS, withOwnBindings, type KeyBindings } from './keys.ts';

const KEY = 'kaibo.director.keys';
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  const onStorage = ({ key }: StorageEvent): void => {
    if (key === KEY || key === null) listener();
  };
  listeners.add(listener);
  window.addEventListener('storage', onStorage);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', onStorage);
  };
}

const stored = (): string | null => (typeof localStorage === 'undefined' ? null : localStorage.getItem(KEY));

/** The keys of the desk on this device; a change in another window counts at once. */
export function useBindings(): KeyBindings {
  const own = useSyncExternalStore(subscribe, stored);
  return useMemo(() => withOwnBindings(own), [own]);
}

/** Keeps what differs from the usual keys; null goes back to those. */
export function keepBindings(bindings: KeyBindings | null): void {
  const own = BINDABLE_ACTIONS.filter(
    (action) => bindings !== null && bindings[action].join() !== DEFAULT_BINDINGS[action].join(),
  ).map((action) => [action, bindings?.[action]] as const);
  if (own.length === 0) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(own)));
  for (const listener of listeners) listener();
}
