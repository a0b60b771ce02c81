import type { StudioEvent } from '#shared/model/events';
import type { ShowPlan } from '#shared/model/showPlan';
import type { ToStation } from '#shared/model/station';
import type { StudioState } from '#shared/run/state';

/** What was put into words last, for as long as it is the same thing. */
class Kept<T extends object, Words> {
  readonly #say: (of: T) => Words;
  #last: { readonly of: T; readonly words: Words } | null = null;

  constructor(say: (of: T) => Words) {
    this.#say = say;
  }

  of(thing: T): Words {
    if (this.#last?.of !== thing) this.#last = { of: thing, words: this.#say(thing) };
    return this.#last.words;
  }
}

/**
 * Messages that go to every station, put into words once, however many stations there are. Fifty that come back
 * after a restart get the same bytes of a plan of some megabytes, which stays the same through a run.
 */
export class MessageEncoder {
  readonly #events = new Kept((events: readonly StudioEvent[]) =>
    Buffer.from(JSON.stringify({ t: 'events', events } satisfies ToStation)),
  );
  readonly #plan = new Kept((plan: ShowPlan) => Buffer.from(JSON.stringify(plan)));
  readonly #withoutPlan = new Kept(({ plan: _plan, ...rest }: StudioState) =>
    Buffer.from(`${JSON.stringify(rest).slice(0, -1)},"plan":`),
  );

  events(events: readonly StudioEvent[]): Buffer {
    return this.#events.of(events);
  }

  /** The pieces of one text message, in order: a `snapshot`, see `ToStation`. */
  snapshot(
    state: StudioState,
    rest: Omit<Extract<ToStation, { t: 'snapshot' }>, 't' | 'state'>,
  ): readonly Buffer[] {
    const { plan } = state;
    return [
      Buffer.from(`${JSON.stringify({ t: 'snapshot', ...rest }).slice(0, -1)},"state":`),
      this.#withoutPlan.of(state),
      plan === null ? Buffer.from('null') : this.#plan.of(plan),
      Buffer.from('}}'),
    ];
  }
}
