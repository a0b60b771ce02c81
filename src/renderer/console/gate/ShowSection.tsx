import { Download, FolderOpen, Play, Upload } from 'lucide-react';
import { useEffect, useRef, useState, type ChangeEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from '#shared/zod';
import { showIdSchema, type ShowId } from '#shared/model/ids';
import { permittingImport } from '#shared/run/permissions';
import { CORE_AWAY, coreRefusal, parseJson, type CoreRefusal } from '../../common/coreReply.ts';
import { formatDateTime } from '../../common/format.ts';
import { useStudio } from '../../common/StudioProvider.tsx';
import { useCommand } from '../../common/useCommand.ts';
import { FileProblems } from '../FileProblems.tsx';
import { demoShow } from '../demoShow.ts';
import { importShow, type ImportOutcome } from '../importShow.ts';
import { Refusal } from './Refusal.tsx';
import { Section } from './Section.tsx';
import type { Gate } from './useGate.ts';

const listSchema = z.object({
  shows: z.array(z.object({ id: showIdSchema, title: z.string(), scheduledStart: z.string() })),
});
type ShowRow = z.infer<typeof listSchema>['shows'][number];

type ImportState =
  | { readonly state: 'idle' }
  | { readonly state: 'sending'; readonly done: number }
  | { readonly state: 'done'; readonly fileName: string; readonly outcome: ImportOutcome };

type ShowList =
  | { readonly ok: true; readonly shows: readonly ShowRow[] }
  | { readonly ok: false; readonly error: CoreRefusal };

/** Every show of this studio. */
async function fetchShows(): Promise<ShowList> {
  try {
    const reply = await fetch('/api/shows');
    const body = parseJson(await reply.text());
    const list = listSchema.safeParse(body);
    return list.success
      ? { ok: true, shows: list.data.shows }
      : { ok: false, error: coreRefusal(reply.status, body) };
  } catch {
    // No answer. It is asked again when the core is back.
    return { ok: false, error: CORE_AWAY };
  }
}

/** Which show this is, the others, and bringing in a further one. */
export function ShowSection({ gate }: { readonly gate: Gate }) {
  const { t, i18n } = useTranslation();
  const { plan } = gate.state;
  const { link } = useStudio();
  const { send, error } = useCommand();
  const [shows, setShows] = useState<ShowList | null>(null);
  const [importCount, setImportCount] = useState(0);
  useEffect(() => {
    if (link.state !== 'live') return undefined;
    let isWanted = true;
    void fetchShows().then((list) => {
      if (isWanted) setShows(list);
    });
    return () => {
      isWanted = false;
    };
  }, [link.state, plan, importCount]);

  const others = (shows?.ok === true ? shows.shows : []).filter((show) => show.id !== plan?.show.id);
  const hindrance = gate.run !== null ? t('gate.show.notDuringRun') : gate.whyNot('show.open');
  return (
    <Section
      id="show"
      mark={plan === null ? 'attention' : 'ok'}
      status={plan === null ? t('common.noShow.title') : t('gate.show.open')}
    >
      {plan === null ? (
        <p className="gate-lead">{t('director.noShowHint')}</p>
      ) : (
        <div className="gate-show">
          <p className="gate-show-title">{plan.show.title}</p>
          <p className="gate-quiet">
            {t('gate.show.facts', {
              start: formatDateTime(plan.show.scheduledStart, i18n.language),
              minutes: Math.round(plan.show.plannedDurationSec / 60),
              segments: plan.segments.length,
              room: plan.show.room,
            })}
          </p>
          <a
            className="gate-link"
            href={`/api/v1/shows/${encodeURIComponent(plan.show.id)}/export`}
            download={`${plan.show.title}.json`}
          >
            <Download size={16} strokeWidth={1.75} aria-hidden="true" />
            {t('gate.show.export')}
          </a>
        </div>
      )}
      {others.length > 0 && (
        <ul className="gate-rows" aria-label={t('gate.show.others')}>
          {others.map((show) => (
            <li key={show.id} className="gate-row">
              <span className="gate-row-main">{show.title}</span>
              <span className="gate-row-note">{formatDateTime(show.scheduledStart, i18n.language)}</span>
              <button
                type="button"
                className="gate-button"
                disabled={hindrance !== null}
                title={hindrance ?? undefined}
                onClick={() => void send('show.open', { showId: show.id })}
              >
                <FolderOpen size={16} strokeWidth={1.75} aria-hidden="true" />
                {t('gate.show.openOther')}
              </button>
            </li>
          ))}
        </ul>
      )}
      <Refusal error={error ?? (shows?.ok === false ? shows.error : null)} />
      <ImportForm
        mayImport={permittingImport(gate.roles)}
        offersDemo={plan === null}
        onImported={async (showId) => {
          if (gate.state.plan?.show.id !== showId) await send('show.open', { showId });
          setImportCount((count) => count + 1);
        }}
      />
    </Section>
  );
}

function ImportForm({
  mayImport,
  offersDemo,
  onImported,
}: {
  readonly mayImport: boolean;
  readonly offersDemo: boolean;
  readonly onImported: (showId: ShowId) => Promise<void>;
}) {
  const { t } = useTranslation();
  const { memberId } = useStudio();
  const input = useRef<HTMLInputElement>(null);
  const [progress, setProgress] = useState<ImportState>({ state: 'idle' });
  const take = async (open: () => Promise<File>): Promise<void> => {
    setProgress({ state: 'sending', done: 0 });
    const file = await open().catch(() => null);
    const outcome =
      file === null
        ? ({ ok: false, error: CORE_AWAY, problems: [] } as const)
        : await importShow(file, memberId, (done) => setProgress({ state: 'sending', done }));
    setProgress({ state: 'done', fileName: file?.name ?? '', outcome });
    if (outcome.ok) await onImported(outcome.showId);
  };
  const takeChosen = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    const file = target.files?.[0];
    if (file !== undefined) void take(() => Promise.resolve(file));
    // The same file can be chosen again once it is mended.
    target.value = '';
  };
  return (
    <div className="gate-import">
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={t('gate.show.chooseFile')}
        onChange={takeChosen}
      />
      {offersDemo && (
        <button
          type="button"
          className="gate-button gate-demo"
          data-testid="open-demo"
          disabled={!mayImport || progress.state === 'sending'}
          title={mayImport ? undefined : t('gate.show.mayNotImport')}
          onClick={() => void take(demoShow)}
        >
          <Play size={16} strokeWidth={1.75} aria-hidden="true" />
          {t('director.openDemo')}
        </button>
      )}
      <button
        type="button"
        className="gate-button"
        disabled={!mayImport || progress.state === 'sending'}
        title={mayImport ? undefined : t('gate.show.mayNotImport')}
        onClick={() => input.current?.click()}
      >
        <Upload size={16} strokeWidth={1.75} aria-hidden="true" />
        {t('gate.show.import')}
      </button>
      <ImportReport progress={progress} />
    </div>
  );
}

function ImportReport({ progress }: { readonly progress: ImportState }) {
  const { t } = useTranslation();
  if (progress.state === 'idle') return null;
  if (progress.state === 'sending') {
    const percent = Math.round(progress.done * 100);
    return (
      <p className="gate-import-progress" role="status">
        <progress max={1} value={progress.done} />
        {percent < 100 ? t('gate.show.sending', { percent }) : t('gate.show.checking')}
      </p>
    );
  }
  const { outcome, fileName } = progress;
  if (outcome.ok) return <p role="status">{t('gate.show.imported', { fileName })}</p>;
  return (
    <div className="gate-import-problems">
      <Refusal error={outcome.error} />
      <FileProblems fileName={fileName} problems={outcome.problems} />
    </div>
  );
}
