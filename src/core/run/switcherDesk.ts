import { z } from '#shared/zod';
import { takeOverSchema, type Command } from '#shared/model/commands';
import type { EventType, StudioEvent } from '#shared/model/events';
import type { LiveStatus } from '#shared/model/station';
import type { SwitcherFacts } from '#shared/run/decide/index';
import { switcherSceneName } from '#shared/run/state';
import { switcherFacts } from '#shared/run/switcherFacts';
import type { SecretName, SecretStore } from '../secretStore.ts';
import type { Settings } from '../store/index.ts';
import type { StudioClock } from '../studioClock.ts';
import { createSwitcher, lead, type LinkState, type Switcher } from '../switcher/index.ts';
import type { Executor } from './executor.ts';
import { SwitcherBinding } from './switcherBinding.ts';

const obsSettingsSchema = z.object({ url: z.string() });
const spareSchema = obsSettingsSchema.extend({ takeOver: takeOverSchema });
const leaderSchema = z.enum(['main', 'spare']);
/** So long a lost leader has to come back by itself, where the rule is to change over at once. */
const AUTO_AFTER_MS = 1_500;
/** Connected, in whatever trouble. */
const IN_TOUCH: ReadonlySet<LinkState> = new Set(['ready', 'suspect', 'uiBlocked', 'renderStalled']);
const kindSchema = z.enum(['obs', 'rehearsal']);
const DEFAULT_OBS = { url: 'ws://127.0.0.1:4455' };

/** After these another switcher is in use. */
const CHANGES: ReadonlySet<EventType> = new Set([
  'switcher.chosen',
  'obs.settingsChanged',
  'obs.spareChanged',
]);

type Attached = { readonly executor: Executor; readonly clock: StudioClock; readonly stop: () => void };

/** Which switcher this studio uses: remembers the choice, keeps the link up, changes it when a command says so. */
export class SwitcherDesk {
  readonly #settings: Settings;
  readonly #secrets: SecretStore;
  readonly #log: (line: string) => void;
  readonly #listeners = new Set<(switcher: Switcher) => void>();
  #switcher: Switcher;
  #binding: SwitcherBinding | null = null;
  #attached: Attached | null = null;
  #unwatch: () => void = () => undefined;

  constructor(settings: Settings, secrets: SecretStore, log: (line: string) => void) {
    this.#settings = settings;
    this.#secrets = secrets;
    this.#log = log;
    this.#switcher = this.#create();
  }

  get switcher(): Switcher {
    return this.#switcher;
  }

  get obsUrl(): string {
    return this.#obs().url;
  }

  get obsSpare(): LiveStatus['obsSpare'] {
    const spare = this.#spare();
    return spare === null ? null : { url: spare.url, takeOver: spare.takeOver };
  }

  readonly facts = (): SwitcherFacts => switcherFacts(this.#switcher.status);

  /**
   * Keeps what is accepted of the switcher, inside its transaction. The password goes to the secrets and nowhere
   * else, last of all.
   *
   * @returns how to take the password back, should the transaction fail after all
   */
  readonly keep = (events: readonly StudioEvent[], command: Command | null): (() => void) => {
    for (const event of events) {
      if (event.type === 'switcher.failedOver') this.#settings.write('obsLeader', event.payload.to);
      else if (CHANGES.has(event.type)) this.#settings.write('obsLeader', 'main');
    }
    if (command?.type === 'switcher.choose') this.#settings.write('switcher', command.payload.kind);
    if (command?.type === 'obs.settings') {
      this.#settings.write('obs', { url: command.payload.url });
      this.#settings.write('switcher', 'obs');
      return this.#keepSecret('obsPassword', command.payload.password);
    }
    if (command?.type === 'obs.spare') {
      const { url, takeOver, password } = command.payload;
      this.#settings.write('obsSpare', url === null ? null : { url, takeOver });
      return this.#keepSecret('obsSparePassword', password);
    }
    return () => undefined;
  };

  #keepSecret(name: SecretName, value: string | undefined): () => void {
    if (value === undefined) return () => undefined;
    const before = this.#secrets.read(name) ?? '';
    this.#secrets.write(name, value);
    return () => {
      try {
        this.#secrets.write(name, before);
      } catch (error) {
        this.#log(`${name} was changed although its command was refused: ${String(error)}`);
      }
    };
  }

  /** Hears of each new switcher. */
  onSwitcher(listener: (switcher: Switcher) => void): void {
    this.#listeners.add(listener);
  }

  /** Starts the link, bound to what is executed. */
  attach(executor: Executor, clock: StudioClock): void {
    const stop = executor.onCommitted(({ kind, events }) => {
      for (const event of events)
        if (event.type === 'switcher.failedOver') lead(this.#switcher, event.payload.to);
      const chosen = events.some(({ type }) => CHANGES.has(type));
      if (chosen) this.#change().catch((error: unknown) => this.#log(`switcher: ${String(error)}`));
      else if (kind === 'reset') this.#giveRehearsalScenes(executor);
    });
    this.#attached = { executor, clock, stop };
    this.#switcher = this.#create();
    this.#start();
  }

  async close(): Promise<void> {
    this.#attached?.stop();
    this.#unwatch();
    this.#binding?.close();
    await this.#switcher.close();
  }

  #obs(): { readonly url: string; readonly password: string } {
    const { url } = this.#settings.readOptional('obs', obsSettingsSchema) ?? DEFAULT_OBS;
    return { url, password: this.#secrets.read('obsPassword') ?? '' };
  }

  #spare(): (z.infer<typeof spareSchema> & { readonly password: string }) | null {
    const spare = this.#settings.readOptional('obsSpare', spareSchema.nullable());
    return spare === null ? null : { ...spare, password: this.#secrets.read('obsSparePassword') ?? '' };
  }

  #create(): Switcher {
    const kind = this.#settings.readOptional('switcher', kindSchema) ?? 'rehearsal';
    const onOddity = (what: string): void => this.#log(`OBS: ${what}`);
    if (kind === 'rehearsal') return createSwitcher({ kind, scenes: this.#rehearsalScenes() }, onOddity);
    const spare = this.#spare();
    const leader = this.#settings.readOptional('obsLeader', leaderSchema) ?? 'main';
    return createSwitcher(
      { kind, ...this.#obs(), spare: spare === null ? null : { ...spare, leader } },
      onOddity,
    );
  }

  /** Where the rule says so: a leader that is lost and stays lost gives way to the one that stands by. */
  #watchLeader(executor: Executor): void {
    this.#unwatch();
    const switcher = this.#switcher;
    let timer: NodeJS.Timeout | null = null;
    const isLost = (): boolean =>
      !IN_TOUCH.has(switcher.status.link) && switcher.status.pair?.standby.link === 'ready';
    const stop = switcher.onStatus(() => {
      if (!isLost()) {
        if (timer !== null) clearTimeout(timer);
        timer = null;
        return;
      }
      // From when it is down: one that answers again and again but never comes up stays lost.
      if (timer !== null || switcher.status.link !== 'down' || this.#spare()?.takeOver !== 'auto') return;
      timer = setTimeout(() => {
        timer = null;
        if (isLost())
          executor.record({
            type: 'leader.lost',
            to: switcher.status.pair?.leader === 'spare' ? 'main' : 'spare',
          });
      }, AUTO_AFTER_MS);
    });
    this.#unwatch = () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }

  /** The scenes of the open show, the one that was on program first: that is where the rehearsal switcher begins. */
  #rehearsalScenes(): readonly string[] {
    const state = this.#attached?.executor.state;
    const names = (state?.plan?.scenes ?? []).flatMap(
      ({ id }) => (state && switcherSceneName(state, id)) ?? [],
    );
    const program = state?.output.program?.obsSceneName;
    return program !== undefined && names.includes(program)
      ? [program, ...names.filter((name) => name !== program)]
      : names;
  }

  #giveRehearsalScenes({ state }: Executor): void {
    if (this.#switcher.status.kind !== 'rehearsal') return;
    const scenes = (state.plan?.scenes ?? []).map(({ id, label, obsSceneName }) => ({
      name: switcherSceneName(state, id) ?? obsSceneName,
      label,
    }));
    this.#switcher
      .createPlaceholderScenes(scenes)
      .catch((error: unknown) => this.#log(`rehearsal scenes: ${String(error)}`));
  }

  async #change(): Promise<void> {
    const old = this.#switcher;
    this.#binding?.close();
    this.#switcher = this.#create();
    this.#start();
    await old.close();
  }

  #start(): void {
    if (this.#attached === null) return;
    const { executor, clock } = this.#attached;
    this.#binding = new SwitcherBinding(executor, this.#switcher, clock, this.#log);
    for (const listener of this.#listeners) listener(this.#switcher);
    this.#watchLeader(executor);
    this.#switcher.start();
  }
}
