import { useId, type ReactNode } from 'react';

/** One subject: its name and what it is for on the left, what can be set on the right. */
export function SettingsSection({
  title,
  hint,
  children,
}: {
  readonly title: string;
  readonly hint: string;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section className="settings-section" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        <p>{hint}</p>
      </header>
      <div className="settings-section-body">{children}</div>
    </section>
  );
}
