import { Copy } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A text to take elsewhere, with a button that copies it. */
export function CopyField({
  label,
  hint,
  value,
}: {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
}) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<'no' | 'yes' | 'selected'>('no');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied('yes');
    } catch {
      // Over plain HTTP from another device a page may not write there: leave it selected, ready for Ctrl+C.
      field.current?.focus();
      field.current?.select();
      setCopied('selected');
    }
  };
  return (
    <div className="gate-copy">
      <label>
        <span>{label}</span>
        <input ref={field} type="text" readOnly value={value} onFocus={(event) => event.target.select()} />
      </label>
      <button type="button" className="gate-button" onClick={() => void copy()}>
        <Copy size={16} strokeWidth={1.75} aria-hidden="true" />
        {t('gate.overlay.copy')}
      </button>
      <p className="gate-quiet" role="status">
        {copied === 'no' ? hint : t(`gate.overlay.${copied === 'yes' ? 'copied' : 'selected'}`)}
      </p>
    </div>
  );
}
