import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** What has to be said in this segment. The ticks are the director’s own note and end with the segment. */
export function MustSay({ lines }: { readonly lines: readonly string[] }) {
  const { t } = useTranslation();
  const [said, setSaid] = useState<ReadonlySet<string>>(new Set());
  const toggle = (line: string): void =>
    setSaid(said.has(line) ? new Set([...said].filter((each) => each !== line)) : new Set([...said, line]));
  return (
    <section className="side-block">
      <h2>{`${t('director.mustSay')} ${said.size}/${lines.length}`}</h2>
      {lines.map((line) => (
        <label key={line} className="must-say">
          <input
            type="checkbox"
            checked={said.has(line)}
            onChange={() => toggle(line)}
            // Space is the take, wherever the focus is.
            onKeyDown={(event) => event.key === 'Enter' && toggle(line)}
          />
          <span>{line}</span>
        </label>
      ))}
    </section>
  );
}
