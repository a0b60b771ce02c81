import { useEffect, useRef, useState, type ReactNode } from 'react';
import './popover.css';

/** A button with a small panel that leaves with a press elsewhere or Esc. The panel takes nothing away from the page. */
export function Popover({
  label,
  title,
  className = '',
  buttonClassName = 'popover-button',
  buttonData = {},
  align = 'end',
  children,
}: {
  readonly label: ReactNode;
  readonly title?: string;
  readonly className?: string;
  /** The button looks like something else than a button of its own. */
  readonly buttonClassName?: string;
  readonly buttonData?: Readonly<Partial<Record<`data-${string}` | 'aria-label', string>>>;
  readonly align?: 'start' | 'end';
  readonly children: (close: () => void) => ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    const onPointer = (event: PointerEvent): void => {
      if (event.target instanceof Node && root.current?.contains(event.target) !== true) setOpen(false);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.isComposing) return;
      // Used up: it does not reach the desk, where Esc twice is panic.
      event.preventDefault();
      if (root.current?.contains(document.activeElement) === true) button.current?.focus();
      setOpen(false);
    };
    window.addEventListener('pointerdown', onPointer);
    window.addEventListener('keydown', onKey, true);
    return () => {
      window.removeEventListener('pointerdown', onPointer);
      window.removeEventListener('keydown', onKey, true);
    };
  }, [isOpen]);
  return (
    <div
      ref={root}
      className={`popover ${className}`}
      onBlur={({ relatedTarget }) => {
        // Tab went on to the next thing of the page; a press on nothing is told by the pointer.
        if (relatedTarget !== null && root.current?.contains(relatedTarget) !== true) setOpen(false);
      }}
    >
      <button
        ref={button}
        type="button"
        className={buttonClassName}
        {...buttonData}
        aria-expanded={isOpen}
        title={title}
        onClick={() => setOpen(!isOpen)}
      >
        {label}
      </button>
      {isOpen && <div className={`popover-panel popover-${align}`}>{children(() => setOpen(false))}</div>}
    </div>
  );
}
