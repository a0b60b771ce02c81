import { FileUp, Play } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CORE_AWAY, type CoreRefusal } from '../../../common/coreReply.ts';
import { errorText } from '../../../common/errorText.ts';
import { useStudio } from '../../../common/StudioProvider.tsx';
import { demoShow } from '../../demoShow.ts';
import { FileProblems } from '../../FileProblems.tsx';
import type { ReportedProblem } from '../../fileProblemWords.ts';
import { importShow } from '../../importShow.ts';

type Failed = {
  readonly error: CoreRefusal;
  readonly problems: readonly ReportedProblem[];
  readonly fileName: string;
};

/** An empty studio: try it with the demo show, or take in a show file. */
export function NoShow() {
  const { t } = useTranslation();
  const { memberId } = useStudio();
  const input = useRef<HTMLInputElement>(null);
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState<Failed | null>(null);
  const take = async (open: () => Promise<File>): Promise<void> => {
    setBusy(true);
    const file = await open().catch(() => null);
    const outcome =
      file === null
        ? ({ ok: false, error: CORE_AWAY, problems: [] } as const)
        : await importShow(file, memberId, () => undefined);
    setFailed(outcome.ok ? null : { ...outcome, fileName: file?.name ?? '' });
    setBusy(false);
  };
  return (
    <main className="no-show">
      <h2>{t('common.noShow.title')}</h2>
      <p>{t('director.noShowHint')}</p>
      <button
        type="button"
        className="no-show-demo"
        data-testid="open-demo"
        disabled={isBusy}
        onClick={() => void take(demoShow)}
      >
        <Play size={20} strokeWidth={1.75} aria-hidden="true" />
        {t('director.openDemo')}
      </button>
      <button type="button" disabled={isBusy} onClick={() => input.current?.click()}>
        <FileUp size={20} strokeWidth={1.75} aria-hidden="true" />
        {t('director.importShow')}
      </button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={t('director.importShow')}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file !== undefined) void take(() => Promise.resolve(file));
          event.target.value = '';
        }}
      />
      {failed !== null && (
        <div role="alert" className="no-show-problem">
          <p>▲ {errorText(t, failed.error)}</p>
          <FileProblems fileName={failed.fileName} problems={failed.problems} />
        </div>
      )}
    </main>
  );
}
