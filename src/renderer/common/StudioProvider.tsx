import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { StudioClient, StudioView } from './studioClient.ts';

const StudioContext = createContext<StudioClient | null>(null);

/** Gives the page its one connection to the studio. */
export function StudioProvider({
  client,
  children,
}: {
  readonly client: StudioClient;
  readonly children: ReactNode;
}) {
  return <StudioContext value={client}>{children}</StudioContext>;
}

export function useStudioClient(): StudioClient {
  const client = useContext(StudioContext);
  if (client === null) throw new Error('useStudioClient outside of StudioProvider');
  return client;
}

/** The studio as this station sees it; the component is drawn anew when it changes. */
export function useStudio(): StudioView {
  const client = useStudioClient();
  return useSyncExternalStore(client.subscribe, client.getView);
}

/** The studio clock, looked at every `everyMs`: for displays that count. Nothing travels for it. */
export function useNow(everyMs = 200) {
  const client = useStudioClient();
  const [now, setNow] = useState(client.now);
  useEffect(() => {
    const look = () => setNow(client.now());
    const timer = window.setInterval(look, everyMs);
    // A take or a hold is shown at once, not at the next look.
    const unsubscribe = client.subscribe(look);
    return () => {
      window.clearInterval(timer);
      unsubscribe();
    };
  }, [client, everyMs]);
  return now;
}
