import { useTranslation } from 'react-i18next';
import type { Recovery } from '#shared/model/recovery';
import { formatWallTime } from './format.ts';
import { useStudio } from './StudioProvider.tsx';
import { useCommand } from './useCommand.ts';
import { useWhyNot } from './useWhyNot.ts';
import './staleStrip.css';

/**
 * Says that nothing can be stored right now, and what became of a damaged database. The second stays until
 * somebody who answers for the show has read it: `mayAcknowledge` says whether that can be done here.
 */
export function StorageStrip({ mayAcknowledge = false }: { readonly mayAcknowledge?: boolean }) {
  const { t } = useTranslation();
  const { live } = useStudio();
  if (live === null) return null;
  const { storage, recovery } = live;
  return (
    <>
      {storage !== null && (
        <div className="stale-strip" role="alert" data-testid="storage-problem">
          <span aria-hidden="true">▲</span>
          {t(`common.storage.${storage.code}`, {
            ...storage.params,
            defaultValue: t('common.storage.other', { code: storage.code }),
          })}
        </div>
      )}
      {recovery !== null && (
        <div className="stale-strip" role="status" data-testid="recovery">
          <span aria-hidden="true">▲</span>
          <span>
            {t('common.recovery.done', { seq: recovery.seq })} <Lost lost={recovery.lost} />
            {recovery.folderGone === true && <> {t('common.recovery.folderGone')}</>}
          </span>
          {mayAcknowledge && <Acknowledge />}
        </div>
      )}
    </>
  );
}

function Lost({ lost }: { readonly lost: Recovery['lost'] }) {
  const { t } = useTranslation();
  if (lost === null) return t('common.recovery.nothingLost');
  const time = (iso: string | null): string => (iso === null ? '?' : formatWallTime(Date.parse(iso)));
  const span = { from: lost.fromSeq, fromAt: time(lost.fromAt), toAt: time(lost.toAt) };
  return lost.toSeq === null
    ? t('common.recovery.lostUnknown', span)
    : t('common.recovery.lost', { ...span, to: lost.toSeq });
}

function Acknowledge() {
  const { t } = useTranslation();
  const { send } = useCommand();
  const whyNot = useWhyNot()('recovery.acknowledge');
  return (
    <button
      type="button"
      className="stale-strip-button"
      disabled={whyNot !== null}
      title={whyNot ?? undefined}
      onClick={() => void send('recovery.acknowledge', {})}
    >
      {t('common.recovery.acknowledge')}
    </button>
  );
}
