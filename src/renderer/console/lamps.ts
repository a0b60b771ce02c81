import { isRunning } from '#shared/model/outputs';
import type { LiveStatus } from '#shared/model/station';
import type { RunState } from '#shared/run/state';

/** `ok` works, `quiet` is off and may be, `attention` needs somebody, `broken` needs somebody now. */
export type LampLevel = 'ok' | 'quiet' | 'attention' | 'broken';
export type LampId = 'obs' | 'spare' | 'record' | 'stream' | 'disk';
export type Lamp = {
  readonly id: LampId;
  readonly level: LampLevel;
  /** Under `director.lamp`. */
  readonly word: string;
  readonly params: Readonly<Record<string, string | number>>;
};

export const LAMP_SHAPES: Readonly<Record<LampLevel, string>> = {
  ok: '●',
  quiet: '○',
  attention: '▲',
  broken: '✕',
};

type Switcher = LiveStatus['switcher'];
const LOW_DISK_MB = 20_000;
const FULL_DISK_MB = 4_000;

const LINK_LEVELS: Readonly<Record<Switcher['link'], LampLevel>> = {
  off: 'quiet',
  connecting: 'quiet',
  resync: 'quiet',
  ready: 'ok',
  suspect: 'attention',
  renderStalled: 'attention',
  uiBlocked: 'attention',
  authFailed: 'attention',
  busy: 'attention',
  down: 'attention',
};

/** The health lamps of the top bar. What is only a matter of course before a show is a fault while live. */
export function lampsOf(
  switcher: Switcher,
  isLive: boolean,
  alarms: RunState['alarms'] = {},
): readonly Lamp[] {
  const raise = (level: LampLevel): LampLevel =>
    isLive && level === 'attention' ? 'broken' : isLive && level === 'quiet' ? 'attention' : level;
  const obs: Lamp =
    switcher.kind === 'rehearsal' && LINK_LEVELS[switcher.link] !== 'attention'
      ? { id: 'obs', level: isLive ? 'attention' : 'quiet', word: 'link.rehearsal', params: {} }
      : { id: 'obs', level: raise(LINK_LEVELS[switcher.link]), word: `link.${switcher.link}`, params: {} };
  const output = (id: 'record' | 'stream', state: Switcher['stream']): Lamp => {
    // It ran and ended without anybody here having stopped it.
    if (alarms[id]?.finding === 'ended')
      return { id, level: raise('attention'), word: 'output.ended', params: {} };
    if (alarms.frames !== undefined && id === 'stream' && isRunning(state))
      return { id, level: 'attention', word: 'output.dropping', params: alarms.frames.params };
    const trouble = state === 'paused' || state === 'reconnecting';
    const level =
      state === 'unknown'
        ? 'quiet'
        : trouble
          ? raise('attention')
          : state === 'active'
            ? 'ok'
            : raise('quiet');
    return { id, level, word: `output.${state}`, params: {} };
  };
  const freeMb = switcher.stats?.freeDiskMb ?? null;
  const disk: Lamp =
    freeMb === null
      ? { id: 'disk', level: 'quiet', word: 'disk.unknown', params: {} }
      : {
          id: 'disk',
          level: freeMb < FULL_DISK_MB ? 'broken' : freeMb < LOW_DISK_MB ? 'attention' : 'ok',
          word: 'disk.free',
          params: { gb: Math.round(freeMb / 1000) },
        };
  const { pair } = switcher;
  const spare: readonly Lamp[] =
    pair === null
      ? []
      : [
          {
            id: 'spare',
            level: LINK_LEVELS[pair.standby.link],
            word: pair.leader === 'main' ? `link.${pair.standby.link}` : 'spareLeads',
            params: {},
          },
        ];
  return [obs, ...spare, output('record', switcher.record), output('stream', switcher.stream), disk];
}
