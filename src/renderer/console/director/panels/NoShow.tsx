import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { errorText } from '../../../common/errorText.ts';

const replySchema = z.object({
  ok: z.boolean(),
  error: z
    .object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) })
    .optional(),
});

/** An empty studio: take in a show file. */
export function NoShow() {
  const { t } = useTranslation();
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (file: File): Promise<void> => {
    try {
      const reply = await fetch('/api/v1/import', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: await file.text(),
      });
      const answer = replySchema.parse(await reply.json());
      setProblem(answer.error === undefined ? null : errorText(t, answer.error));
    } catch {
      // No answer, or none of ours: the same to whoever waits for the show.
      setProblem(errorText(t, { code: 'CORE_OFFLINE', params: {} }));
    }
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
