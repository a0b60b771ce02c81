import { ArrowRight, Play, SquarePlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../common/errorText.ts';
import { useCommand } from '../../common/useCommand.ts';
import { Mark } from './Mark.tsx';
import { Refusal } from './Refusal.tsx';
import { sceneRows, type SceneRow } from './sceneRows.ts';
import { SceneStills } from './SceneStills.tsx';
import { Section } from './Section.tsx';
import type { Gate } from './useGate.ts';

type Send = ReturnType<typeof useCommand>['send'];

/** The plan's scenes against the switcher's, and the walk through each of them. */
export function ScenesSection({ gate }: { readonly gate: Gate }) {
  const { t } = useTranslation();
  const { send, error } = useCommand();
  const rows = sceneRows(gate.state, gate.switcher);
  const missing = rows.filter((row) => row.match === 'missing');
  const isUnknown = rows.some((row) => row.match === 'unknown');
  const walked = rows.filter((row) => gate.state.prep.walkedScenes[row.scene.id] === true).length;
  const status = isUnknown
    ? t('gate.scenes.unknown')
    : missing.length > 0
      ? t('gate.scenes.missing', { number: missing.length })
      : t('gate.scenes.matched', { walked, total: rows.length });
  const mayNotCreate = gate.whyNot('scene.createMissing');
  return (
    <Section
      id="scenes"
      mark={isUnknown ? 'unknown' : missing.length > 0 || walked < rows.length ? 'attention' : 'ok'}
      status={status}
    >
      {missing.length > 0 && (
        <div className="gate-lead gate-lead-with-button">
          <p>
            {t('gate.scenes.missingLead', {
              names: missing.map((row) => row.scene.label).join(t('common.listComma')),
            })}
          </p>
          <button
            type="button"
            className="gate-button"
            disabled={mayNotCreate !== null}
            title={mayNotCreate ?? undefined}
            onClick={() => void send('scene.createMissing', {})}
          >
            <SquarePlus size={16} strokeWidth={1.75} aria-hidden="true" />
            {t('gate.scenes.create')}
          </button>
        </div>
      )}
      <Refusal error={error} />
      <ul className="gate-rows">
        {rows.map((row) => (
          <li
            key={row.scene.id}
            className="gate-row gate-scene"
            data-scene={row.scene.id}
            data-match={row.match}
          >
            <Mark kind={row.match === 'matched' ? 'ok' : row.match === 'missing' ? 'attention' : 'unknown'} />
            <span className="gate-row-main">
              <b>{row.scene.label}</b>
              <em>
                {row.isRemapped
                  ? t('gate.scenes.remapped', { planned: row.scene.obsSceneName, name: row.switcherName })
                  : row.switcherName}
              </em>
              {row.trial.state === 'failed' && (
                <em className="gate-scene-failure">{errorText(t, row.trial)}</em>
              )}
            </span>
            {row.match === 'missing' ? (
              <Remap row={row} gate={gate} send={send} />
            ) : (
              <Trial row={row} gate={gate} send={send} />
            )}
            <SceneStills scene={row.scene} gate={gate} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Trial({ row, gate, send }: { readonly row: SceneRow; readonly gate: Gate; readonly send: Send }) {
  const { t } = useTranslation();
  const hindrance =
    gate.run?.mode === 'live'
      ? t('gate.scenes.notDuringLive')
      : row.match === 'unknown'
        ? t('gate.scenes.unknown')
        : gate.whyNot('scene.switch');
  const walked = gate.state.prep.walkedScenes[row.scene.id] === true;
  return (
    <>
      <span className={`gate-row-note gate-trial-${row.trial.state}`}>
        {row.trial.state === 'onProgram' && <span aria-hidden="true">● </span>}
        {t(`gate.scenes.trial.${row.trial.state}`)}
      </span>
      <button
        type="button"
        className="gate-button"
        disabled={hindrance !== null}
        title={hindrance ?? undefined}
        onClick={() => void send('scene.switch', { sceneId: row.scene.id })}
      >
        <Play size={16} strokeWidth={1.75} aria-hidden="true" />
        {t(walked ? 'gate.scenes.tryAgain' : 'gate.scenes.try')}
        <span className="visually-hidden">{row.scene.label}</span>
      </button>
    </>
  );
}

/** Another of the switcher's scenes in place of the one that is gone; the likeliest is chosen already. */
function Remap({ row, gate, send }: { readonly row: SceneRow; readonly gate: Gate; readonly send: Send }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string | null>(null);
  const names = gate.switcher?.scenes ?? [];
  const name = chosen !== null && names.includes(chosen) ? chosen : (row.suggestion ?? '');
  const hindrance = gate.whyNot('scene.remap');
  return (
    <span className="gate-remap">
      <select
        aria-label={t('gate.scenes.remapLabel', { label: row.scene.label })}
        value={name}
        disabled={hindrance !== null}
        onChange={(event) => setChosen(event.target.value)}
      >
        <option value="">{t('gate.scenes.remapNone')}</option>
        {row.suggestion !== null && (
          <option value={row.suggestion}>{t('gate.scenes.remapSuggested', { name: row.suggestion })}</option>
        )}
        {names
          .filter((each) => each !== row.suggestion)
          .map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
      </select>
      <button
        type="button"
        className="gate-button"
        disabled={name === '' || hindrance !== null}
        title={hindrance ?? undefined}
        onClick={() => void send('scene.remap', { sceneId: row.scene.id, obsSceneName: name })}
      >
        <ArrowRight size={16} strokeWidth={1.75} aria-hidden="true" />
        {t('gate.scenes.remap')}
        <span className="visually-hidden">{row.scene.label}</span>
      </button>
    </span>
  );
}
