import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandResult } from '#shared/model/commandResult';
import type { CommandInput } from '#shared/model/commands';
import { runOn, type RunState } from '#shared/run/state';
import { errorText } from '../../common/errorText.ts';
import { useStudio, useStudioClient } from '../../common/StudioProvider.tsx';
import type { PayloadOf, StudioView } from '../../common/studioClient.ts';
import { useWhyNot, type WhyNot } from '../../common/useWhyNot.ts';
import type { Intent } from './model/foresee.ts';
import { keycap, type BindableAction, type KeyBindings } from './keys.ts';
import { useBindings } from './ownBindings.ts';

/** What every part of the desk shares: the studio, how to act on it, and what is about to be done. */
type Desk = {
  readonly view: StudioView;
  readonly run: RunState | null;
  /** Runs a command; a refusal goes to the line above the bottom bar. */
  readonly act: <Type extends CommandInput['type']>(
    type: Type,
    payload: PayloadOf<Type>,
  ) => Promise<CommandResult>;
  readonly whyNot: WhyNot;
  readonly refusal: string | null;
  /** A short word that something was done, where nothing else on the desk shows it. */
  readonly notice: string | null;
  readonly say: (words: string) => void;
  /** What the hand is on, so that the run sheet can show its knock-on. */
  readonly intent: Intent | null;
  readonly intend: (intent: Intent | null) => void;
  readonly bindings: KeyBindings;
  /** ` (U)`, for tooltips. */
  readonly keyHint: (action: BindableAction) => string;
};

const DeskContext = createContext<Desk | null>(null);
const REFUSAL_SHOWN_MS = 8000;
const NOTICE_SHOWN_MS = 4000;
const HEARD_AFTER_MS = 300;

export function DeskProvider({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const client = useStudioClient();
  const view = useStudio();
  const [refusal, setRefusal] = useState<string | null>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const [isPending, setPending] = useState(false);
  const [intent, setIntent] = useState<Intent | null>(null);
  const bindings = useBindings();
  const whyNot = useWhyNot();

  useEffect(() => {
    if (refusal === null) return undefined;
    const timer = window.setTimeout(() => setRefusal(null), REFUSAL_SHOWN_MS);
    return () => window.clearTimeout(timer);
  }, [refusal]);

  useEffect(() => {
    if (notice === null) return undefined;
    const timer = window.setTimeout(() => setNotice(null), NOTICE_SHOWN_MS);
    return () => window.clearTimeout(timer);
  }, [notice]);

  const act = useCallback(
    async <Type extends CommandInput['type']>(
      type: Type,
      payload: PayloadOf<Type>,
    ): Promise<CommandResult> => {
      const hindrance = whyNot(type);
      if (hindrance !== null) {
        setRefusal(hindrance);
        return { ok: false, error: { code: 'ROLE_FORBIDDEN', params: {}, message: '' } };
      }
      // A press that gets no answer at once is said to have been heard: nobody should press again.
      const isAway = client.view.link.state !== 'live';
      const told = window.setTimeout(() => setPending(true), isAway ? 0 : HEARD_AFTER_MS);
      const result = await client.send(type, payload);
      window.clearTimeout(told);
      setPending(false);
      setRefusal(result.ok ? null : errorText(t, result.error));
      return result;
    },
    [client, t, whyNot],
  );
  const run = runOn(view.state);
  const desk = useMemo(
    (): Desk => ({
      view,
      run,
      act,
      whyNot,
      refusal,
      notice: isPending ? t('director.heard') : notice,
      say: setNotice,
      intent,
      intend: setIntent,
      bindings,
      keyHint: (action) =>
        ` (${bindings[action].map((chord) => keycap(chord, t('director.key.space'))).join(' / ')})`,
    }),
    [view, run, act, whyNot, refusal, notice, isPending, intent, bindings, t],
  );
  return <DeskContext value={desk}>{children}</DeskContext>;
}

export function useDesk(): Desk {
  const desk = use(DeskContext);
  if (desk === null) throw new Error('useDesk outside of DeskProvider');
  return desk;
}
