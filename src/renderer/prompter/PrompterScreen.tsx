import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type CSSProperties,
} from 'react';
import { useTranslation } from 'react-i18next';
import { currentTrajectory } from '#shared/run/prompterPosition';
import { runOn } from '#shared/run/state';
import { errorText } from '../common/errorText.ts';
import { isHeardOf } from '../common/studioClient.ts';
import { useStudio, useStudioClient } from '../common/StudioProvider.tsx';
import { EndScreen, EmptyScreen, StandbyWords } from './betweenRuns.tsx';
import { toggleFullScreen } from './fullScreen.ts';
import { withHand } from './hand.ts';
import { handCard } from './handCard.ts';
import { HandCardView } from './HandCardView.tsx';
import type { PrompterAction } from './keys.ts';
import { LinkMark } from './LinkMark.tsx';
import { MessageBand } from './MessageBand.tsx';
import { phaseOf } from './phase.ts';
import { PrompterHand } from './prompterHand.ts';
import { ReadingMarkView } from './ReadingMarkView.tsx';
import { SettingsPanel } from './SettingsPanel.tsx';
import { lookSettingOf, type SettingsRow } from './settingsRows.ts';
import { shownSegment } from './shownSegment.ts';
import { stageLayout } from './stageLayout.ts';
import { fontPxAfter, lookAfter, lookOf, surfaceLook, type ChosenLook } from './stationLook.ts';
import { Strip } from './Strip.tsx';
import { useHostMember } from './useHostMember.ts';
import { useMessages } from './useMessages.ts';
import { useNotice } from './useNotice.ts';
import { usePrompterInput } from './usePrompterInput.ts';
import { usePrompterSurface } from './usePrompterSurface.ts';
import { useSettings } from './useSettings.ts';
import { useSize } from './useSize.ts';
import { useStationLook } from './useStationLook.ts';
import './prompter.css';

const DEFAULT_READING_LINE = 0.35;
const FOCUS_LINES_BELOW = 2.5;
const PACE_STEP_PERCENT = 5;

/** The host's screen: the text, and around it only what the host needs to know. */
export function PrompterScreen() {
  const { t } = useTranslation();
  const client = useStudioClient();
  const view = useStudio();
  const { state: coreState, link } = view;
  useHostMember();

  const stage = useRef<HTMLElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const size = useSize(stage);
  const { chosen, choose, forget } = useStationLook();
  const { notice, say, warn } = useNotice();
  const settings = useSettings();
  const { message, acknowledge } = useMessages();

  const [hands] = useState(
    () => new PrompterHand(client, (error) => warn((words) => errorText(words, error))),
  );
  useEffect(() => hands.connect(), [hands]);
  const hand = useSyncExternalStore(hands.subscribe, hands.getHand);

  const state = useMemo(() => withHand(coreState, hand), [coreState, hand]);
  const { plan } = state;
  const run = runOn(state);
  const phase = phaseOf(state, isHeardOf(view));

  const segment = useMemo(() => shownSegment(state), [state]);
  const trajectory = useMemo(() => (runOn(state) === null ? null : currentTrajectory(state)), [state]);

  const layout = stageLayout(size.widthPx, size.heightPx, plan, chosen.card ?? true);
  const textWidthPx = size.widthPx - layout.railPx;
  const look = useMemo(() => lookOf(plan, chosen, textWidthPx), [plan, chosen, textWidthPx]);
  const shownLook = useMemo(() => surfaceLook(look), [look]);
  const readingLine = plan?.show.prompter.readingLine ?? DEFAULT_READING_LINE;
  const surface = usePrompterSurface(host, {
    segment,
    knots: trajectory?.knots ?? null,
    look: shownLook,
    readingLine,
    now: client.now,
  });

  const chooseAloud = useCallback(
    (change: ChosenLook) => {
      choose(change);
      if (change.fontPx !== undefined) say((words) => words('prompter.notice.fontPx', { px: change.fontPx }));
      if (change.mirror !== undefined) say((words) => words(`prompter.mirror.${change.mirror}`));
    },
    [choose, say],
  );
  const changePace = (deltaPercent: number): void => {
    const charsPerMinute = hands.changePace(deltaPercent);
    if (charsPerMinute !== null) say((words) => words('prompter.notice.pace', { charsPerMinute }));
  };
  const goFullScreen = (): void => {
    // A browser may refuse; the screen then stays as it is, and says so.
    toggleFullScreen().catch(() => warn((words) => words('prompter.notice.noFullScreen')));
  };
  /** `around`: by the one button of a clicker, which has no way back. */
  const changeRow = (row: SettingsRow, direction: 1 | -1, around: boolean): void => {
    const setting = lookSettingOf(row);
    if (setting !== null) chooseAloud(lookAfter(look, setting, direction, around));
    else if (row === 'motion') hands.pauseToggle();
    else if (row === 'pace') changePace(direction * PACE_STEP_PERCENT);
    else goFullScreen();
  };
  const act = (action: PrompterAction): void => {
    switch (action.kind) {
      case 'acknowledge':
        acknowledge();
        break;
      case 'pauseToggle':
        hands.pauseToggle();
        break;
      case 'step':
        if (surface.current !== null) hands.moveTo(surface.current.scriptMsAfterLines(action.lines));
        break;
      case 'pace':
        changePace(action.deltaPercent);
        break;
      case 'fontSize':
        chooseAloud({ fontPx: fontPxAfter(look.fontPx, action.deltaPercent) });
        break;
      case 'mirror':
      case 'strip':
        chooseAloud(lookAfter(look, action.kind, 1, true));
        break;
      case 'fullScreen':
        goFullScreen();
        break;
      case 'settings':
        if (action.verb === 'toggle' && settings.mode === 'walk') settings.close();
        else if (action.verb === 'toggle') settings.show('walk');
        else if (action.verb === 'change') {
          settings.show('walk');
          changeRow(settings.row, 1, true);
        } else settings.move(action.verb === 'next' ? 1 : -1);
        break;
    }
  };
  const lineHeightPx = look.fontPx * look.lineHeight;
  usePrompterInput({
    isMessageShown: message !== null,
    areSettingsShown: settings.mode === 'walk',
    lineHeightPx,
    isUpsideDown: look.mirror === 'vertical',
    act,
    reveal: () => settings.show('glance'),
  });

  const card = useMemo(() => handCard(state), [state]);
  const isMirrored = look.mirror === 'horizontal';
  const focusEndPx = readingLine * size.heightPx + FOCUS_LINES_BELOW * lineHeightPx;
  const variables: CSSProperties & Record<`--${string}`, string> = {
    '--reading-line': `${readingLine * 100}%`,
    '--line': `${lineHeightPx}px`,
    '--rail': `${layout.railPx}px`,
    '--margin': `${(textWidthPx * look.marginPercent) / 100}px`,
  };

  return (
    <main
      ref={stage}
      className="prompter"
      data-phase={phase}
      data-link={link.state}
      data-settings={settings.mode}
      style={variables}
    >
      <div
        ref={host}
        className="prompter-text"
        style={isMirrored ? { left: layout.railPx, right: 0 } : { left: 0, right: layout.railPx }}
        hidden={segment === null}
      />
      <div className={`prompter-chrome prompter-mirror-${look.mirror}`}>
        {segment !== null && <span className="prompter-reading-line" aria-hidden="true" />}
        {phase === 'connecting' && (
          <p className="prompter-connecting">
            {t(link.state === 'unauthorized' ? 'error.UNAUTHORIZED' : 'common.connecting')}
          </p>
        )}
        {phase === 'empty' && <EmptyScreen />}
        {phase === 'ended' && plan !== null && state.run !== null && (
          <EndScreen plan={plan} run={state.run} />
        )}
        {phase === 'standby' && plan !== null && (
          <StandbyWords plan={plan} segment={plan.segments[0] ?? null} />
        )}
        {run !== null && trajectory !== null && plan !== null && (
          <>
            {look.strip && <Strip plan={plan} run={run} trajectory={trajectory} />}
            <ReadingMarkView plan={plan} run={run} trajectory={trajectory} hasStrip={look.strip} />
          </>
        )}
        {card !== null && layout.cardPlace !== 'none' && (
          <HandCardView shown={card} place={layout.cardPlace} hasStrip={look.strip} />
        )}
        <LinkMark />
        {notice !== null && (
          <p key={notice.id} className={`prompter-notice prompter-notice-${notice.kind}`} role="status">
            {notice.kind === 'warning' && <span aria-hidden="true">▲</span>}
            {notice.words(t)}
          </p>
        )}
        {message !== null && (
          <MessageBand
            message={message}
            widthPx={size.widthPx}
            screenHeightPx={size.heightPx}
            focusEndPx={focusEndPx}
            onAcknowledge={acknowledge}
          />
        )}
        {settings.mode !== 'closed' && (
          <SettingsPanel
            look={look}
            mode={settings.mode}
            row={settings.row}
            isRunning={run?.prompter.running ?? null}
            charsPerMinute={run?.prompter.charsPerMinute ?? null}
            onChange={(row, direction) => {
              settings.show('glance');
              changeRow(row, direction, false);
            }}
            onForget={Object.keys(chosen).length === 0 ? null : forget}
          />
        )}
      </div>
    </main>
  );
}
