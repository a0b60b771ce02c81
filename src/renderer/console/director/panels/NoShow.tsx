import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../../common/errorText.ts';
import { useStudio } from '../../../common/StudioProvider.tsx';
import { importShow } from '../../importShow.ts';

/** An empty studio: take in a show file. */
export function NoShow() {
  const { t } = useTranslation();
  const { memberId } = useStudio();
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (file: File): Promise<void> => {
    const outcome = await importShow(file, memberId, () => undefined);
    setProblem(outcome.ok ? null : errorText(t, outcome.error));
  };
  return (
    <section className="no-show">
      <h2>{t('common.noShow.title')}</h2>
      <p>{t('common.noShow.hint')}</p>
      <label className="no-show-file">
        <FileUp size={20} strokeWidth={1.75} aria-hidden="true" />
        {t('director.importShow')}
        <input
          type="file"
          accept=".json,application/json"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file !== undefined) void take(file);
            event.target.value = '';
          }}
        />
      </label>
      <p className="no-show-demo">{t('director.demoHint')}</p>
      {problem !== null && (
        <p role="alert" className="no-show-problem">
          ▲ {problem}
        </p>
      )}
    </section>
  );
}
