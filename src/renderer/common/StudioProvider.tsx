import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { StationKind } from '#shared/model/station';
import { StudioClient, type StudioView } from './studioClient.ts';

const StudioContext = createContext<StudioClient | null>(null);

/** Connects the page to the studio for as long as it is open. */
export function StudioProvider({
  kind,
  children,
}: {
  readonly kind: StationKind;
  readonly children: ReactNode;
}) {
  const [client] = useState(() => new StudioClient(kind));
  useEffect(() => {
    const close = () => client.close();
    window.addEventListener('pagehide', close);
    return () => window.removeEventListener('pagehide', close);
  }, [client]);
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
