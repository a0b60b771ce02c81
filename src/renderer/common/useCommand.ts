import { useCallback, useState } from 'react';
import type { CommandResult } from '#shared/model/commandResult';
import type { CommandInput } from '#shared/model/commands';
import { useStudioClient } from './StudioProvider.tsx';
import type { PayloadOf } from './studioClient.ts';

export type CommandError = Extract<CommandResult, { ok: false }>['error'];

/** Sends commands and keeps the last refusal for the screen to show; a success clears it. */
export function useCommand(): {
  readonly send: <Type extends CommandInput['type']>(
    type: Type,
    payload: PayloadOf<Type>,
  ) => Promise<CommandResult>;
  readonly error: CommandError | null;
  readonly clearError: () => void;
} {
  const client = useStudioClient();
  const [error, setError] = useState<CommandError | null>(null);
  const send = useCallback(
    async <Type extends CommandInput['type']>(type: Type, payload: PayloadOf<Type>) => {
      const result = await client.send(type, payload);
      setError(result.ok ? null : result.error);
      return result;
    },
    [client],
  );
  return { send, error, clearError: useCallback(() => setError(null), []) };
}
