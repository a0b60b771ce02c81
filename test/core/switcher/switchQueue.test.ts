import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  EMPTY_QUEUE,
  nextDeadlineMs,
  type QueueEffect,
  type QueueInput,
  type QueueState,
  stepQueue,
  stillWanted,
  type Wish,
} from '#core/switcher/switchQueue';

const wish = (id: number, sceneName: string, askedAtMs = 0, sendWithinMs = 1_000): Wish => ({
  id,
  origin: 'caller',
  sceneName,
  transition: { kind: 'Cut', durationMs: 0 },
  askedAtMs,
  sendByMs: askedAtMs + sendWithinMs,
});

/** Runs `[atMs, input]` steps from a ready queue with A on program; lists what came out, shortened. */
function play(...steps: readonly (readonly [number, QueueInput])[]) {
  let state: QueueState = EMPTY_QUEUE;
  const out: string[] = [];
  for (const [atMs, input] of [[0, { type: 'resynced', program: 'A' }], ...steps] as const) {
    const step = stepQueue(state, input, atMs);
    state = step.state;
    out.push(...step.effects.map(short));
  }
  return { state, out };
}

function short(effect: QueueEffect): string {
  switch (effect.type) {
    case 'send':
      return `send ${effect.wish.sceneName}`;
    case 'countFrames':
      return `count ${effect.proofNo}`;
    case 'readIntent':
      return 'intent?';
    case 'announce':
      return `${effect.change.by} ${effect.change.sceneName}`;
    case 'settle':
      return `${effect.id} ${effect.outcome.result === 'confirmed' ? 'confirmed' : effect.outcome.code}`;
  }
}

const asked = (id: number, sceneName: string, atMs = 0, sendWithinMs?: number): [number, QueueInput] => [
  atMs,
  { type: 'asked', wish: wish(id, sceneName, atMs, sendWithinMs) },
];
const dispatched = (id: number, atMs: number): [number, QueueInput] => [atMs, { type: 'dispatched', id }];
const accepted = (id: number, atMs: number): [number, QueueInput] => [atMs, { type: 'accepted', id }];
const changed = (sceneName: string, atMs: number): [number, QueueInput] => [
  atMs,
  { type: 'programChanged', sceneName },
];
const frames = (proofNo: number, atMs: number): [number, QueueInput] => [
  atMs,
  { type: 'framesDrawn', proofNo },
];
const intent = (sceneName: string, atMs: number, transitionRuns = false): [number, QueueInput] => [
  atMs,
  { type: 'intentRead', sceneName, transitionRuns },
];
const renamed = (from: string, to: string, atMs: number): [number, QueueInput] => [
  atMs,
  { type: 'sceneRenamed', from, to },
];
const refused = (id: number, atMs: number): [number, QueueInput] => [
  atMs,
  { type: 'refused', id, code: 'SWITCHER_REFUSED', params: {} },
];
const tick = (atMs: number, renderStalled = false): [number, QueueInput] => [
  atMs,
  { type: 'tick', renderStalled },
];
const lost = (atMs: number): [number, QueueInput] => [atMs, { type: 'linkLost' }];
const resynced = (program: string, atMs: number): [number, QueueInput] => [
  atMs,
  { type: 'resynced', program },
];

describe('switch queue', () => {
  const table: readonly (readonly [string, readonly (readonly [number, QueueInput])[], readonly string[]])[] =
    [
      [
        'confirms only after the reply, the change and new frames',
        [asked(1, 'B'), dispatched(1, 1), accepted(1, 5), changed('B', 20), frames(1, 90)],
        ['send B', 'count 1', 'ours B', '1 confirmed'],
      ],
      [
        'takes a change that overtakes its reply',
        [asked(1, 'B'), dispatched(1, 1), changed('B', 4), accepted(1, 5), frames(1, 90)],
        ['send B', 'count 1', 'ours B', '1 confirmed'],
      ],
      [
        'confirms the scene that is on already without a change, and announces none',
        [asked(1, 'A'), dispatched(1, 1), accepted(1, 5), frames(1, 70)],
        ['send A', 'count 1', '1 confirmed'],
      ],
      [
        'a newer wish replaces one that waits, and one that is being prepared is not dispatched',
        [asked(1, 'B'), asked(2, 'C'), asked(3, 'D'), [3, { type: 'notSent', id: 1 }]],
        ['send B', '1 SUPERSEDED', '2 SUPERSEDED', 'send D'],
      ],
      [
        'a newer wish replaces one that was sent, when it is dispatched itself',
        [asked(1, 'B'), dispatched(1, 1), accepted(1, 5), asked(2, 'C', 10), dispatched(2, 11)],
        ['send B', 'send C', '1 SUPERSEDED'],
      ],
      [
        'a wish that could not be sent in time expires and is never sent',
        [asked(1, 'B'), dispatched(1, 1), asked(2, 'C', 10, 300), tick(310), accepted(1, 700)],
        ['send B', '2 CUE_EXPIRED'],
      ],
      [
        'a switch the switcher can’t take now is tried again, unless a newer one waits',
        [
          asked(1, 'B'),
          [2, { type: 'held', id: 1, retryAtMs: 12 }],
          tick(12),
          asked(2, 'C', 13),
          [14, { type: 'notSent', id: 1 }],
        ],
        ['send B', 'send B', '1 SUPERSEDED', 'send C'],
      ],
      [
        'a refusal carries through',
        [asked(1, 'X'), [2, { type: 'refused', id: 1, code: 'SCENE_NOT_FOUND', params: {} }]],
        ['send X', '1 SCENE_NOT_FOUND'],
      ],
      ['an operator’s change is announced as theirs', [changed('C', 5)], ['operator C']],
      [
        'a person who takes over during our switch wins, as the switcher itself tells',
        [asked(1, 'B'), dispatched(1, 1), accepted(1, 5), changed('C', 200), intent('C', 202)],
        ['send B', 'intent?', '1 OPERATOR_TOOK_OVER', 'operator C'],
      ],
      [
        'a change that came just before ours took effect is no takeover',
        [
          asked(1, 'B'),
          dispatched(1, 1),
          changed('C', 4),
          accepted(1, 5),
          intent('B', 7),
          changed('B', 30),
          frames(1, 99),
        ],
        ['send B', 'intent?', 'count 1', 'ours B', '1 confirmed'],
      ],
      [
        'an accepted switch that is never shown fails',
        [asked(1, 'B'), dispatched(1, 1), accepted(1, 5), tick(2_001), intent('B', 2_003)],
        ['send B', 'intent?', '1 NOT_CONFIRMED'],
      ],
      [
        'a transition that still runs is waited for',
        [
          asked(1, 'B'),
          dispatched(1, 1),
          accepted(1, 5),
          tick(2_001),
          intent('B', 2_003, true),
          changed('B', 2_700),
          frames(1, 2_770),
        ],
        ['send B', 'intent?', 'count 1', 'ours B', '1 confirmed'],
      ],
      [
        'without frames it fails as stalled',
        [asked(1, 'B'), dispatched(1, 1), accepted(1, 5), tick(2_001, true)],
        ['send B', '1 RENDER_STALLED'],
      ],
      [
        'nothing is sent while the link is down',
        [lost(1), asked(1, 'B', 2), resynced('A', 9)],
        ['1 SWITCHER_OFFLINE'],
      ],
      [
        'a wish that waited through a short loss of the link is sent in time',
        [
          asked(1, 'B'),
          lost(1),
          resynced('A', 300),
          dispatched(1, 301),
          accepted(1, 305),
          changed('B', 330),
          frames(1, 400),
        ],
        ['send B', 'send B', 'count 1', 'ours B', '1 confirmed'],
      ],
      [
        'a sent switch whose link broke is looked at, not repeated blindly: it arrived',
        [
          asked(1, 'B'),
          dispatched(1, 1),
          lost(3),
          resynced('B', 300),
          dispatched(1, 301),
          accepted(1, 303),
          frames(1, 400),
        ],
        ['send B', 'send B', 'count 1', 'ours B', '1 confirmed'],
      ],
      [
        'a person who changed the scene while the link was down wins',
        [asked(1, 'B'), dispatched(1, 1), accepted(1, 2), lost(3), resynced('C', 300)],
        ['send B', '1 OPERATOR_TOOK_OVER', 'operator C'],
      ],
      [
        'a frozen switcher that runs our stale switch late ends on the newest wish',
        [
          asked(1, 'B', 0, 300),
          dispatched(1, 1),
          tick(801), // no reply
          asked(2, 'C', 900, 300),
          asked(3, 'D', 950, 300),
          tick(1_250), // D expires unsent
          lost(1_900),
          tick(2_002), // nobody waits for B any longer
          resynced('A', 5_000),
          changed('B', 5_010), // the stale one comes up
          dispatched(-1, 5_012),
          accepted(-1, 5_015),
          changed('D', 5_040),
          frames(1, 5_110),
        ],
        [
          'send B',
          '2 SUPERSEDED',
          '3 CUE_EXPIRED',
          '1 NOT_CONFIRMED',
          'ours B',
          'send D',
          'count 1',
          'ours D',
        ],
      ],
      [
        'a stale switch that is the newest wish stays',
        [asked(1, 'B', 0, 300), dispatched(1, 1), tick(801), lost(1_900), tick(2_001), resynced('B', 5_000)],
        ['send B', '1 NOT_CONFIRMED', 'ours B'],
      ],
      [
        'a person’s choice after a lost switch is left alone',
        [
          asked(1, 'B', 0, 300),
          dispatched(1, 1),
          lost(700),
          tick(2_001),
          resynced('A', 5_000),
          changed('C', 5_100),
          changed('B', 5_900),
        ],
        ['send B', '1 NOT_CONFIRMED', 'operator C', 'operator B'],
      ],
      [
        'a lost switch that never came up is no excuse to undo a person’s same choice later',
        [
          asked(1, 'B', 0, 300),
          dispatched(1, 1),
          lost(700),
          asked(2, 'C', 800),
          tick(2_001),
          resynced('A', 5_000),
          changed('B', 9_000),
        ],
        ['send B', '1 SUPERSEDED', '2 SWITCHER_OFFLINE', 'operator B'],
      ],
      [
        'LIVE-01 a scene that is renamed in the middle of the fade to it is no takeover',
        [
          asked(1, 'B'),
          dispatched(1, 1),
          renamed('B', '特写', 3),
          accepted(1, 5),
          changed('特写', 300),
          frames(1, 400),
        ],
        ['send B', 'count 1', 'ours 特写', '1 confirmed'],
      ],
      [
        'LIVE-01 frames that are being counted are counted again under the new name',
        [
          asked(1, 'B'),
          dispatched(1, 1),
          accepted(1, 5),
          changed('B', 20),
          renamed('B', '特写', 30),
          frames(1, 90),
          frames(2, 110),
        ],
        ['send B', 'count 1', 'count 2', 'ours 特写', '1 confirmed'],
      ],
      [
        'LIVE-01 a wish that waits is sent by the new name',
        [asked(1, 'B'), dispatched(1, 1), asked(2, 'C', 10), renamed('C', '特写', 20), accepted(1, 30)],
        ['send B', 'send 特写'],
      ],
      [
        'LIVE-01 so is one that OBS could not take while it had the old one',
        [asked(1, 'B'), renamed('B', '特写', 1), [2, { type: 'held', id: 1, retryAtMs: 12 }], tick(12)],
        ['send B', 'send 特写'],
      ],
      [
        'LIVE-01 a lost switch that surfaces under the new name, against a newest wish that was renamed too',
        [
          asked(1, 'B', 0, 300),
          dispatched(1, 1),
          tick(801), // no reply
          asked(2, 'C', 900, 300),
          tick(1_250), // C expires unsent
          lost(1_900),
          tick(2_002),
          renamed('B', '特写', 4_900),
          renamed('C', '全景', 4_900),
          resynced('A', 5_000),
          changed('特写', 5_010),
        ],
        ['send B', '2 CUE_EXPIRED', '1 NOT_CONFIRMED', 'ours 特写', 'send 全景'],
      ],
      [
        'LIVE-01 a scene that was renamed while the link was down is still the one that is on',
        [lost(1), renamed('A', '特写', 9), resynced('特写', 9)],
        [],
      ],
      [
        'LIVE-01 a person’s change that crossed a switch of ours is told when ours is refused',
        [asked(1, 'B'), dispatched(1, 1), changed('C', 100), refused(1, 200)],
        ['send B', '1 SWITCHER_REFUSED', 'operator C'],
      ],
      [
        'LIVE-01 so is one that crossed a switch nobody answered',
        [asked(1, 'B'), dispatched(1, 1), changed('C', 100), tick(2_001, true)],
        ['send B', '1 RENDER_STALLED', 'operator C'],
      ],
      [
        'LIVE-01 a refusal after which nothing has moved tells no change',
        [asked(1, 'B'), dispatched(1, 1), refused(1, 200)],
        ['send B', '1 SWITCHER_REFUSED'],
      ],
    ];

  it.each(table)('%s', (_name, steps, expected) => {
    expect(play(...steps).out).toEqual(expected);
  });

  it('a request being prepared is not wanted any more once its time is over or a newer wish waits', () => {
    const { state } = play(asked(1, 'B', 0, 300));
    expect(stillWanted(state, 1, 299)).toBe(true);
    expect(stillWanted(state, 1, 301)).toBe(false);
    expect(stillWanted(stepQueue(state, { type: 'asked', wish: wish(2, 'C') }, 5).state, 1, 6)).toBe(false);
  });

  it('whatever happens: one request in flight, none dispatched late, every caller answered exactly once', () => {
    const scene = fc.constantFrom('A', 'B', 'C');
    const move = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({ do: fc.constant('ask'), sceneName: scene, withinMs: fc.nat(1_500) }),
      },
      {
        weight: 6,
        arbitrary: fc.record({ do: fc.constantFrom('answer', 'change', 'frames', 'tick'), sceneName: scene }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          do: fc.constantFrom('refuse', 'hold', 'lose', 'resync', 'intent', 'rename'),
          sceneName: scene,
        }),
      },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(400), move), { maxLength: 80 }), (moves) => {
        let state = EMPTY_QUEUE;
        let nowMs = 0;
        let lastId = 0;
        let preparing: Wish | null = null;
        let inFlight: number | null = null;
        let wrong = '';
        const answers = new Map<number, string>();
        const feed = (input: QueueInput) => {
          if (input.type === 'linkLost') preparing = inFlight = null;
          const step = stepQueue(state, input, nowMs);
          state = step.state;
          for (const effect of step.effects) {
            if (effect.type === 'send') {
              wrong ||= preparing !== null || inFlight !== null ? 'two in flight' : '';
              preparing = effect.wish;
            }
            if (effect.type === 'settle') {
              wrong ||= answers.has(effect.id) ? `answered ${effect.id} twice` : '';
              answers.set(effect.id, effect.outcome.result);
              const confirmed = effect.outcome.result === 'confirmed';
              wrong ||= confirmed && input.type !== 'framesDrawn' ? 'confirmed without frames' : '';
            }
          }
        };
        /** What an adapter does with a reply: dispatch what is still wanted, then pass the answer on. */
        const reply = (answer: 'accept' | 'refuse' | 'hold') => {
          const current: Wish | null = preparing;
          if (current !== null) {
            preparing = null;
            const { id, sendByMs } = current;
            if (answer === 'hold') return feed({ type: 'held', id, retryAtMs: nowMs + 10 });
            if (!stillWanted(state, id, nowMs)) return feed({ type: 'notSent', id });
            wrong ||= nowMs > sendByMs ? 'dispatched late' : '';
            inFlight = id;
            return feed({ type: 'dispatched', id });
          }
          if (inFlight === null) return;
          const id = inFlight;
          inFlight = null;
          if (answer === 'refuse') feed({ type: 'refused', id, code: 'SWITCHER_REFUSED', params: {} });
          else feed({ type: 'accepted', id });
        };
        for (const [afterMs, step] of moves) {
          nowMs += afterMs;
          if (step.do === 'ask') {
            lastId += 1;
            const within = 'withinMs' in step ? step.withinMs : 0;
            feed({ type: 'asked', wish: wish(lastId, step.sceneName, nowMs, within) });
          } else if (step.do === 'answer') reply('accept');
          else if (step.do === 'refuse') reply('refuse');
          else if (step.do === 'hold') reply('hold');
          else if (step.do === 'change' && state.linkUp)
            feed({ type: 'programChanged', sceneName: step.sceneName });
          else if (step.do === 'frames') feed({ type: 'framesDrawn', proofNo: state.sent?.proofNo ?? -1 });
          else if (step.do === 'tick') feed({ type: 'tick', renderStalled: false });
          else if (step.do === 'lose') feed({ type: 'linkLost' });
          else if (step.do === 'resync' && !state.linkUp) feed({ type: 'resynced', program: step.sceneName });
          else if (step.do === 'rename') feed({ type: 'sceneRenamed', from: step.sceneName, to: 'D' });
          else if (step.do === 'intent')
            feed({ type: 'intentRead', sceneName: step.sceneName, transitionRuns: false });
        }
        // Left alone, the deadlines alone answer everybody.
        feed({ type: 'linkLost' });
        for (let rounds = 0; rounds < 10; rounds += 1) {
          nowMs = Math.max(nowMs, nextDeadlineMs(state, nowMs) ?? nowMs);
          feed({ type: 'tick', renderStalled: false });
        }
        expect({ wrong, answered: answers.size }).toEqual({ wrong: '', answered: lastId });
      }),
      { numRuns: 2_000 },
    );
  });
});
