import { useTranslation } from 'react-i18next';
import { errorText } from '../../common/errorText.ts';
import type { CommandError } from '../../common/useCommand.ts';

/** Why the last press here did nothing, where it was pressed. */
export function Refusal({ error }: { readonly error: Pick<CommandError, 'code' | 'params'> | null }) {
  const { t } = useTranslation();
  if (error === null) return null;
  return (
    <p className="gate-refusal" role="alert">
      <span aria-hidden="true">▲</span>
      {errorText(t, error)}
    </p>
  );
}
