import type { LucideIcon } from 'lucide-react';
import type { CommandType } from '#shared/model/commands';
import { useDesk } from '../deskContext.tsx';
import type { BindableAction } from '../keys.ts';
import type { Intent } from '../model/foresee.ts';

/** A button of the bottom bar: icon and word, its key in the tooltip, its knock-on while the hand is on it. */
export function BarButton({
  icon: Icon,
  word,
  command,
  keyAction,
  intent = null,
  why = null,
  isOn = false,
  alert = null,
  className = '',
  onPress,
}: {
  readonly icon: LucideIcon;
  readonly word: string;
  readonly command: CommandType;
  readonly keyAction: BindableAction;
  readonly intent?: Intent | null;
  /** Why it can't be pressed now, in words. */
  readonly why?: string | null;
  readonly isOn?: boolean;
  /** What needs somebody, in place of the icon. */
  readonly alert?: string | null;
  readonly className?: string;
  readonly onPress: () => void;
}) {
  const { whyNot, keyHint, intend } = useDesk();
  const hindrance = whyNot(command) ?? why;
  const showIntent = (): void => intend(intent);
  const hideIntent = (): void => intend(null);
  return (
    <button
      type="button"
      className={`bar-button ${className}`}
      data-action={keyAction}
      data-on={isOn}
      data-alert={alert !== null}
      disabled={hindrance !== null}
      title={hindrance ?? `${word}${keyHint(keyAction)}`}
      onPointerEnter={intent === null ? undefined : showIntent}
      onPointerLeave={intent === null ? undefined : hideIntent}
      onFocus={intent === null ? undefined : showIntent}
      onBlur={intent === null ? undefined : hideIntent}
      onClick={onPress}
    >
      {alert === null ? (
        <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
      ) : (
        <b>
          <span aria-hidden="true">▲ </span>
          {alert}
        </b>
      )}
      <span>{word}</span>
    </button>
  );
}
