import { ExternalLink, Menu, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { STATION_KINDS, type StationKind } from '#shared/model/station';
import { runOn } from '#shared/run/state';
import { forecast } from '#shared/timing/forecast';
import { positionAt } from '#shared/timing/vector';
import { formatClock, formatDeviation, formatWallTime } from '../common/format.ts';
import { chooseLanguage } from '../common/i18n.ts';
import { LANGUAGES } from '../common/language.ts';
import { MemberMenu } from '../common/MemberMenu.tsx';
import { StaleStrip } from '../common/StaleStrip.tsx';
import { StorageStrip } from '../common/StorageStrip.tsx';
import { useNow, useStudio } from '../common/StudioProvider.tsx';
import { HealthLamps } from './HealthLamps.tsx';
import { openStation } from './openStation.ts';
import { Popover } from './Popover.tsx';
import { showStartsAtMs } from './showTimes.ts';
import { useGoLiveBlockers } from './useGoLiveBlockers.ts';
import './topBar.css';

/** The one top bar of every console: what is on, when it ends, what is wrong, who is here. */
export function TopBar({ station }: { readonly station: 'director' | 'gate' | 'settings' }) {
  const { t } = useTranslation();
  const { state } = useStudio();
  return (
    <>
      <header className="top-bar">
        <h1 className="top-bar-title" title={state.plan?.show.title}>
          {state.plan?.show.title ?? t(`common.station.${station}`)}
        </h1>
        <StateBadge />
        <ShowClock />
        <HealthLamps />
        <div className="top-bar-end">
          <WhoIsHere />
          <StationMenu station={station} />
          <MemberMenu />
        </div>
      </header>
      <StaleStrip />
      <StorageStrip mayAcknowledge />
    </>
  );
}

function StateBadge() {
  const { t } = useTranslation();
  const run = runOn(useStudio().state);
  const kind = run === null ? 'prepare' : run.mode;
  return (
    <span className={`state-badge state-badge-${kind}`} data-state={kind}>
      <span aria-hidden="true">{kind === 'live' ? '●' : kind === 'rehearsal' ? '◐' : '○'}</span>
      {t(`common.state.${kind}`)}
      {run !== null && run.speed !== 1 && <span className="state-badge-speed">{`×${run.speed}`}</span>}
    </span>
  );
}

function ShowClock() {
  const { t } = useTranslation();
  const { state } = useStudio();
  const now = useNow(200);
  const { plan, run } = state;
  if (plan === null) return null;
  if (run?.phase !== 'on') {
    return (
      <span className="top-bar-figure">
        <small>{t('director.plannedStart')}</small>
        <b>{formatWallTime(Date.parse(plan.show.scheduledStart))}</b>
      </span>
    );
  }
  const ahead = forecast(run, now);
  const late = Math.round(ahead.deviationMs / 1000) > 0;
  return (
    <>
      <span className="top-bar-figure" title={t('director.showClockHint')}>
        <small>{t('director.showClock')}</small>
        <b className="top-bar-clock">{formatClock(positionAt(run.showClock, now))}</b>
      </span>
      <span className="top-bar-figure" title={t('director.forecastEndHint')} data-testid="forecast-end">
        <small>{t('director.forecastEnd')}</small>
        <b>{formatWallTime(showStartsAtMs(plan, run) + ahead.endMs)}</b>
        <b className={late ? 'top-bar-late' : 'top-bar-early'} data-testid="deviation">
          {formatDeviation(ahead.deviationMs)}
        </b>
      </span>
    </>
  );
}

function WhoIsHere() {
  const { t } = useTranslation();
  const { live, state } = useStudio();
  const stations = live?.stations ?? [];
  return (
    <Popover
      title={t('director.whoIsHere')}
      label={
        <>
          <Users size={16} strokeWidth={1.75} aria-hidden="true" />
          <span className="visually-hidden">{t('director.whoIsHere')}</span>
          {stations.length}
        </>
      }
    >
      {() => (
        <ul className="who-is-here">
          {stations.map((each) => {
            const member = state.plan?.team.find((one) => one.id === each.memberId);
            return (
              <li key={`${each.stationId}-${each.kind}`}>
                <span aria-hidden="true">●</span>
                {t(`common.station.${each.kind}`)}
                <em>{member?.displayName ?? t('common.nobody')}</em>
              </li>
            );
          })}
        </ul>
      )}
    </Popover>
  );
}

function StationMenu({ station }: { readonly station: StationKind }) {
  const { t, i18n } = useTranslation();
  return (
    <Popover
      buttonClassName="popover-button station-menu-button"
      label={
        <>
          <Menu size={16} strokeWidth={1.75} aria-hidden="true" />
          {t('director.menu')}
        </>
      }
    >
      {(close) => (
        <div className="station-menu">
          <p>{t('director.openStation')}</p>
          {STATION_KINDS.filter((kind) => kind !== station).map((kind) => (
            <button
              key={kind}
              type="button"
              onClick={() => {
                openStation(kind);
                close();
              }}
            >
              <ExternalLink size={16} strokeWidth={1.75} aria-hidden="true" />
              {t(`common.station.${kind}`)}
              {kind === 'gate' && <BlockerCount />}
            </button>
          ))}
          <p>{t('common.language')}</p>
          <div className="station-menu-languages">
            {LANGUAGES.map((language) => (
              <button
                key={language}
                type="button"
                lang={language}
                aria-pressed={i18n.language === language}
                onClick={() => chooseLanguage(language)}
              >
                {t(`director.languageName.${language}`)}
              </button>
            ))}
          </div>
        </div>
      )}
    </Popover>
  );
}

/** Counted only while the menu is open: it takes a look at every text. */
function BlockerCount() {
  const { t } = useTranslation();
  const { length: count } = useGoLiveBlockers();
  return count === 0 ? null : <em>{t('director.blockers', { count })}</em>;
}
