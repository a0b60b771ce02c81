import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { MessageId } from '#shared/model/ids';
import { runOn, type Message } from '#shared/run/state';
import { studioMsSchema } from '#shared/timing/vector';
import { useStudio, useStudioClient } from '../common/StudioProvider.tsx';
import { messageToShow, openMessages } from './messageBand.ts';

const LEAVES_AFTER_MS = 6000;
const NO_MESSAGES: readonly Message[] = [];

/** What the director says, until somebody answers it or it leaves by itself. */
export function useMessages(): { readonly message: Message | null; readonly acknowledge: () => void } {
  const client = useStudioClient();
  const { state, link } = useStudio();
  const messages = runOn(state)?.messages ?? NO_MESSAGES;
  const [answered, setAnswered] = useState<ReadonlyMap<MessageId, 'person' | 'timeout'>>(new Map());
  const message = messageToShow(messages, new Set(answered.keys()), client.now());

  const answer = useCallback(
    (by: 'person' | 'timeout') => {
      const known = runOn(client.view.state)?.messages ?? NO_MESSAGES;
      // What is answered came up a moment ago: it may have become history under the finger.
      const shownSince = studioMsSchema.parse(client.now() - LEAVES_AFTER_MS);
      setAnswered((before) => {
        const open = openMessages(known, new Set(before.keys()), shownSince);
        return new Map([
          ...before,
          ...open.map(({ messageId }): [MessageId, 'person' | 'timeout'] => [messageId, by]),
        ]);
      });
    },
    [client, setAnswered],
  );

  // It leaves this screen at once; the core is told now, or when it is back. Telling it twice changes nothing.
  const told = useRef<{ link: unknown; ids: Set<MessageId> }>({ link: null, ids: new Set() });
  useEffect(() => {
    if (link.state !== 'live') return;
    if (told.current.link !== link) told.current = { link, ids: new Set() };
    for (const each of messages) {
      const by = answered.get(each.messageId);
      if (by === undefined || each.acknowledged !== null || told.current.ids.has(each.messageId)) continue;
      told.current.ids.add(each.messageId);
      void client.send('message.acknowledge', { messageId: each.messageId, by });
    }
  }, [client, link, messages, answered]);

  const shownId = message?.messageId;
  useEffect(() => {
    if (shownId === undefined) return undefined;
    const timer = window.setTimeout(() => answer('timeout'), LEAVES_AFTER_MS);
    return () => window.clearTimeout(timer);
  }, [shownId, answer]);

  return useMemo(() => ({ message, acknowledge: () => answer('person') }), [message, answer]);
}
