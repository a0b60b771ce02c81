import { Camera, ImagePlus, Pin } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scene } from '#shared/model/showPlan';
import type { KeptStill } from '#shared/run/state';
import type { CoreRefusal } from '../../common/coreReply.ts';
import { keepSwitcherStill, sendPhoto, type PhotoSent } from '../../common/evidencePhoto.ts';
import { formatDateTime } from '../../common/format.ts';
import { useStudio, useStudioClient } from '../../common/StudioProvider.tsx';
import { Refusal } from './Refusal.tsx';
import type { Gate } from './useGate.ts';

type Kept = 'reference' | 'evidence';

/** How a scene is meant to look beside how the switcher showed it: framing and lighting, proven by who and when. */
export function SceneStills({ scene, gate }: { readonly scene: Scene; readonly gate: Gate }) {
  const { t } = useTranslation();
  const client = useStudioClient();
  const { memberId } = useStudio();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CoreRefusal | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const { reference, evidence } = gate.state.prep.sceneStills[scene.id] ?? {
    reference: null,
    evidence: null,
  };
  const hindrance = gate.whyNot('scene.keepStill');
  const noPicture =
    gate.switcher?.kind === 'obs' && gate.switcher.link === 'ready' ? null : t('gate.stills.needsObs');
  const keep = async (as: Kept, take: () => Promise<PhotoSent>): Promise<void> => {
    setBusy(true);
    const sent = await take();
    const result = sent.ok
      ? await client.send('scene.keepStill', { sceneId: scene.id, evidenceId: sent.evidenceId, as })
      : sent;
    setError(result.ok ? null : result.error);
    setBusy(false);
  };
  return (
    <div className="gate-stills" data-testid="scene-stills">
      {(reference !== null || evidence !== null) && (
        <>
          <Still kind="reference" still={reference} scene={scene} gate={gate} />
          <Still kind="evidence" still={evidence} scene={scene} gate={gate} />
        </>
      )}
      <span className="gate-stills-buttons">
        <button
          type="button"
          className="gate-button"
          disabled={busy || hindrance !== null || noPicture !== null}
          title={hindrance ?? noPicture ?? undefined}
          onClick={() => void keep('evidence', () => keepSwitcherStill(scene.id, memberId))}
        >
          <Camera size={16} strokeWidth={1.75} aria-hidden="true" />
          {t(evidence === null ? 'gate.stills.keep' : 'gate.stills.keepAgain')}
          <span className="visually-hidden">{scene.label}</span>
        </button>
        {evidence !== null && evidence.evidenceId !== reference?.evidenceId && (
          <button
            type="button"
            className="gate-button"
            disabled={busy || hindrance !== null}
            title={hindrance ?? undefined}
            onClick={() =>
              void keep('reference', async () => ({ ok: true, evidenceId: evidence.evidenceId }))
            }
          >
            <Pin size={16} strokeWidth={1.75} aria-hidden="true" />
            {t('gate.stills.asReference')}
            <span className="visually-hidden">{scene.label}</span>
          </button>
        )}
        <button
          type="button"
          className="gate-button"
          disabled={busy || hindrance !== null}
          title={hindrance ?? undefined}
          onClick={() => file.current?.click()}
        >
          <ImagePlus size={16} strokeWidth={1.75} aria-hidden="true" />
          {t('gate.stills.chooseReference')}
          <span className="visually-hidden">{scene.label}</span>
        </button>
        <input
          ref={file}
          type="file"
          accept="image/*"
          hidden
          aria-label={t('gate.stills.chooseReference')}
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            if (chosen !== undefined) void keep('reference', () => sendPhoto(chosen, memberId));
            event.target.value = '';
          }}
        />
      </span>
      <Refusal error={error} />
    </div>
  );
}

function Still({
  kind,
  still,
  scene,
  gate,
}: {
  readonly kind: Kept;
  readonly still: KeptStill | null;
  readonly scene: Scene;
  readonly gate: Gate;
}) {
  const { t, i18n } = useTranslation();
  const by = gate.state.plan?.team.find(({ id }) => id === still?.by.memberId)?.displayName;
  return (
    <figure className="gate-still" data-kind={kind}>
      {still === null ? (
        <span className="gate-still-none">{t(`gate.stills.no.${kind}`)}</span>
      ) : (
        <img
          src={`/api/evidence/${still.evidenceId}`}
          alt={t(`gate.stills.alt.${kind}`, { scene: scene.label })}
          loading="lazy"
        />
      )}
      <figcaption>
        <b>{t(`gate.stills.${kind}`)}</b>
        {still !== null && (
          <span>
            {by ?? t('common.nobody')} · {formatDateTime(still.at, i18n.language)}
          </span>
        )}
      </figcaption>
    </figure>
  );
}
