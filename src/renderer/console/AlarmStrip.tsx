import { useTranslation } from 'react-i18next';
import { ALARM_KINDS } from '#shared/model/outputs';
import { runOn } from '#shared/run/state';
import { formatClock } from '../common/format.ts';
import { useNow, useStudio } from '../common/StudioProvider.tsx';
import { useCommand } from '../common/useCommand.ts';
import { useWhyNot } from '../common/useWhyNot.ts';
import './alarmStrip.css';

/**
 * What went wrong with the technical run and nobody has taken up yet, until somebody has seen it or it is
 * over. It stands below the pictures: nothing that a hand is about to press moves when it comes.
 */
export function AlarmStrip() {
  const run = runOn(useStudio().state);
  const open = ALARM_KINDS.filter((kind) => run?.alarms[kind]?.isAcknowledged === false);
  return open.length === 0 ? null : <OpenAlarms kinds={open} />;
}

function OpenAlarms({ kinds }: { readonly kinds: readonly (typeof ALARM_KINDS)[number][] }) {
  const { t } = useTranslation();
  const run = runOn(useStudio().state);
  const now = useNow(500);
  const { send } = useCommand();
  const hindrance = useWhyNot()('alarm.acknowledge');
  return (
    <ul className="alarm-strip" role="alert">
      {kinds.map((kind) => {
        const alarm = run?.alarms[kind];
        if (alarm === undefined) return null;
        return (
          <li key={kind} data-alarm={kind} data-finding={alarm.finding}>
            <span aria-hidden="true">▲</span>
            <b>{t(`director.alarm.${kind}.${alarm.finding}`, alarm.params)}</b>
            <span aria-hidden="true">{formatClock(now - alarm.at)}</span>
            <button
              type="button"
              disabled={hindrance !== null}
              title={hindrance ?? undefined}
              onClick={() => void send('alarm.acknowledge', { alarm: kind })}
            >
              {t('director.alarm.seen')}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
