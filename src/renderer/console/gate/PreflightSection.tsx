import { useTranslation } from 'react-i18next';
import type { PreflightRow } from '#shared/run/preflight';
import { Mark } from './Mark.tsx';
import { Section } from './Section.tsx';

/** The signal check: one line for each thing that can spoil the picture or the sound. */
export function PreflightSection({ rows }: { readonly rows: readonly PreflightRow[] }) {
  const { t } = useTranslation();
  const attention = rows.filter((row) => row.verdict === 'attention').length;
  const unknown = rows.filter((row) => row.verdict === 'unknown').length;
  const mark = attention > 0 ? 'attention' : unknown > 0 ? 'unknown' : 'ok';
  const number = mark === 'attention' ? attention : unknown;
  return (
    <Section id="preflight" mark={mark} status={t(`gate.preflight.status.${mark}`, { number })}>
      <table className="gate-table">
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{t('gate.preflight.column.check')}</th>
            <th scope="col">{t('gate.preflight.column.verdict')}</th>
            <th scope="col">{t('gate.preflight.column.finding')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.check} data-check={row.check} data-verdict={row.verdict}>
              <th scope="row">{t(`gate.preflight.${row.check}.name`)}</th>
              <td className={`gate-verdict gate-status-${row.verdict}`}>
                <Mark kind={row.verdict} />
                {t(`gate.preflight.verdict.${row.verdict}`)}
              </td>
              <td>
                {t(`gate.preflight.${row.check}.${row.finding}`, row.params)}
                {row.check === 'scenes' && row.missing.length > 0 && (
                  <>
                    {row.missing.map((scene) => scene.label).join(t('common.listComma'))}{' '}
                    <a href="#gate-scenes">{t('gate.preflight.mend')}</a>
                  </>
                )}
                {row.check === 'link' && row.verdict !== 'ok' && (
                  <a href="#gate-switcher">{t('gate.preflight.mend')}</a>
                )}
                {row.check === 'backupNetwork' && row.finding === 'open' && (
                  <a href="/checklist">{t('gate.preflight.tick')}</a>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
