import { useRef, type KeyboardEvent } from 'react';

type Props<T> = {
  readonly label: string;
  readonly options: readonly T[];
  readonly chosen: T;
  readonly words: (option: T) => string;
  /** The language in which an option is written, where it differs from the page's. */
  readonly langOf?: (option: T) => string | undefined;
  readonly className?: string;
  readonly onChoose: (option: T) => void;
};

/** One of a few, side by side. One stop for Tab; the arrow keys move the choice, as in any group of radio buttons. */
export function Choices<T extends string | number | null>({
  label,
  options,
  chosen,
  words,
  langOf,
  className,
  onChoose,
}: Props<T>) {
  const group = useRef<HTMLSpanElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = arrowStep(event.key);
    if (step === 0) return;
    event.preventDefault();
    const index = (options.indexOf(chosen) + step + options.length) % options.length;
    const next = options[index];
    if (next === undefined) return;
    onChoose(next);
    const button = group.current?.children[index];
    if (button instanceof HTMLElement) button.focus();
  };
  return (
    <span ref={group} role="radiogroup" aria-label={label} className={className}>
      {options.map((each, index) => (
        <button
          key={each ?? ''}
          type="button"
          role="radio"
          aria-checked={each === chosen}
          lang={langOf?.(each)}
          tabIndex={each === chosen || (index === 0 && !options.includes(chosen)) ? 0 : -1}
          onClick={() => onChoose(each)}
          onKeyDown={onKeyDown}
        >
          {words(each)}
        </button>
      ))}
    </span>
  );
}

/** 1 for the arrows that go on, −1 for those that go back, 0 for any other key. */
export function arrowStep(key: string): 1 | -1 | 0 {
  if (key === 'ArrowRight' || key === 'ArrowDown') return 1;
  return key === 'ArrowLeft' || key === 'ArrowUp' ? -1 : 0;
}
