import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SecretFile } from '#core/secretFile';
import { databaseFile } from '#core/store/dataFolder';
import { STUDIO_PRINCIPAL, type Principal } from '#core/run/executor';
import { COMMAND_TYPES, type CommandType } from '#shared/model/commands';
import type { StudioEvent } from '#shared/model/events';
import { memberIdSchema } from '#shared/model/ids';
import { ROLES } from '#shared/model/roles';
import { currentSegment, runOn } from '#shared/run/state';
import { evolve } from '#shared/run/evolve';
import { EMPTY_STATE } from '#shared/run/state';
import { positionAt } from '#shared/timing/vector';
import { discard, eventually, inMemoryStudio, type InMemoryStudio } from '../../support/inMemoryStudio.ts';
import { smallShowFile } from '../../support/showFixture.ts';
import { EXPECTED } from '../../shared/run/expectedPermissions.ts';

let room: InMemoryStudio;
beforeEach(async () => {
  room = await inMemoryStudio({ show: smallShowFile() });
});
afterEach(() => discard(room));

const run = (
  type: CommandType,
  payload: object = {},
  principal: Principal = STUDIO_PRINCIPAL,
  id = randomUUID() as string,
) => room.studio.execute({ id, type, payload }, principal);
const restart = async (): Promise<void> => {
  const { dataDir } = room;
  await room.stop();
  room = await inMemoryStudio({ dataDir });
};

/** A payload that the command’s schema takes; whether the state allows it does not matter here. */
const ANY_PAYLOAD: Partial<Record<CommandType, object>> = {
  'show.open': { showId: 'kitchen' },
  'script.edit': { segmentId: 'a1', paragraphId: 'a1-p1', text: 'x' },
  'timings.adopt': { segmentIds: ['a1'] },
  'run.start': { mode: 'rehearsal' },
  'run.advance': { advance: 'auto' },
  'segment.extend': { deltaSec: 1 },
  'segment.shorten': { deltaSec: 1 },
  'segment.end': { reason: 'x' },
  'segment.skip': { segmentId: 'a1', reason: 'x' },
  'segment.restore': { segmentId: 'a1' },
  'segment.reorder': { segmentId: 'a3', afterSegmentId: 'a1' },
  'segment.insert': { source: { kind: 'repeat', segmentId: 'a1' } },
  'scene.switch': { sceneId: 'sc-wide' },
  'scene.preview': { sceneId: 'sc-wide' },
  'cue.fire': { cueId: 'a1-c1' },
  'audio.mute': { muted: true },
  'input.mute': { input: '主麦', muted: true },
  'input.volume': { input: '主麦', volumeDb: -6 },
  'output.start': { output: 'record' },
  'output.stop': { output: 'record' },
  'alarm.acknowledge': { alarm: 'silence' },
  'scene.keepStill': { sceneId: 'sc-wide', evidenceId: '0'.repeat(64), as: 'evidence' },
  'contingency.open': { contingencyId: 'ct-power' },
  'product.push': { itemId: 'g-spoon' },
  'product.reveal': { itemId: 'g-spoon' },
  'prompter.seek': { segmentId: 'a1', scriptMs: 0 },
  'prompter.pace': { charsPerMinute: 200 },
  'message.send': { kind: 'faster' },
  'message.acknowledge': { messageId: 'x' },
  'question.pass': { text: 'x' },
  'issue.log': { area: 'other', text: 'x' },
  'roster.signIn': { memberId: 'm-host' },
  'roster.signOut': { memberId: 'm-host' },
  'checklist.tick': { itemId: 'k-tick' },
  'checklist.untick': { itemId: 'k-tick' },
  'prize.count': { prizeId: 'z-mug', qtyOnHand: 1 },
  'golive.override': { reason: 'x' },
  'scene.remap': { sceneId: 'sc-wide', obsSceneName: 'x' },
  'switcher.choose': { kind: 'rehearsal' },
  'drill.start': { fault: 'streamDropped' },
  'drill.end': {},
  'safeScene.policy': { afterLoss: 'stay', missingScene: 'stay' },
  'obs.spare': { url: null },
  'switcher.failover': { to: 'spare' },
  'obs.settings': { url: 'ws://127.0.0.1:1', password: '' },
};

describe('ORG-01 permissions in the core', () => {
  it(
    `ORG-01 each of ${ROLES.length} roles × ${COMMAND_TYPES.length} commands: who may not is refused and logged, and nothing else happens`,
    { timeout: 60_000 },
    () => {
      const { executor, eventLog } = room.studio;
      let refused = 0;
      for (const role of ROLES) {
        for (const type of COMMAND_TYPES) {
          if (EXPECTED[type].includes(role)) continue;
          const before = { seq: executor.seq, state: executor.state };
          const id = randomUUID();
          const result = run(type, ANY_PAYLOAD[type], { memberId: null, roles: [role], stationId: null }, id);
          expect(result, `${role} ${type}`).toMatchObject({
            ok: false,
            error: { code: 'ROLE_FORBIDDEN', params: { roles: role, command: type } },
          });
          expect(eventLog.after(before.seq, 10), `${role} ${type}`).toMatchObject([
            {
              type: 'command.refused',
              actor: { role },
              commandId: id,
              payload: { command: type, code: 'ROLE_FORBIDDEN' },
            },
          ]);
          expect(executor.state).toEqual(before.state);
          refused += 1;
        }
      }
      console.log(`refused and logged: ${refused} of ${ROLES.length * COMMAND_TYPES.length}`);
      expect(refused).toBe(ROLES.length * COMMAND_TYPES.length - Object.values(EXPECTED).flat().length);
    },
  );

  it('ORG-01 who may is not refused for the role', () => {
    const allowed = COMMAND_TYPES.filter(
      (type) => !['obs.settings', 'switcher.choose', 'script.edit'].includes(type),
    );
    const wrong: string[] = [];
    let asked = 0;
    for (const role of ROLES.filter((each) => each !== 'admin')) {
      for (const type of allowed) {
        if (!EXPECTED[type].includes(role)) continue;
        const result = run(type, ANY_PAYLOAD[type], {
          memberId: room.studio.executor.state.plan?.team.find((each) => each.role === role)?.id ?? null,
          roles: [role],
          stationId: null,
        });
        // Signing in for another is the one thing on top of the matrix.
        if (!result.ok && result.error.code === 'ROLE_FORBIDDEN' && !type.startsWith('roster.'))
          wrong.push(`${role} ${type}`);
        asked += 1;
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(100);
  });
});

describe('LIVE-25 one command, one answer', () => {
  it('LIVE-25 the same id is answered alike, accepted or refused, and after a restart', async () => {
    const accepted = run('run.start', { mode: 'rehearsal' }, STUDIO_PRINCIPAL, 'start-1');
    const refused = run('segment.back', {}, STUDIO_PRINCIPAL, 'back-1');
    const forbidden = run(
      'scene.switch',
      { sceneId: 'sc-wide' },
      { memberId: null, roles: ['host'], stationId: null },
      'switch-1',
    );
    expect([accepted.ok, refused.ok, forbidden.ok]).toEqual([true, false, false]);
    const again = () => [
      run('run.start', { mode: 'rehearsal' }, STUDIO_PRINCIPAL, 'start-1'),
      run('segment.back', {}, STUDIO_PRINCIPAL, 'back-1'),
      run('scene.switch', { sceneId: 'sc-wide' }, STUDIO_PRINCIPAL, 'switch-1'),
    ];
    const seq = room.studio.executor.seq;
    expect(again()).toEqual([accepted, refused, forbidden]);
    expect(room.studio.executor.seq).toBe(seq);
    await restart();
    const after = room.studio.executor.seq;
    expect(again()).toEqual([accepted, refused, forbidden]);
    expect(room.studio.executor.seq).toBe(after);
  });

  it('LIVE-25 an id that comes back with another wish, or from another person, is refused and does nothing', () => {
    run('run.start', { mode: 'rehearsal' }, STUDIO_PRINCIPAL, 'once');
    const { seq } = room.studio.executor;
    const host: Principal = { memberId: memberIdSchema.parse('m-host'), roles: ['host'], stationId: null };
    for (const answer of [
      run('panic.cut', {}, STUDIO_PRINCIPAL, 'once'),
      run('run.start', { mode: 'rehearsal' }, host, 'once'),
      run('run.start', { mode: 'rehearsal', speed: 10 }, STUDIO_PRINCIPAL, 'once'),
    ])
      expect(answer).toMatchObject({ ok: false, error: { code: 'COMMAND_ID_REUSED' } });
    expect(room.studio.executor.seq).toBe(seq);
  });

  it('LIVE-19 a panic cut made in one show holds after another one was opened and the core started anew', async () => {
    const other = smallShowFile();
    other.show.id = 'other';
    room.studio.importShowFile(JSON.stringify(other), STUDIO_PRINCIPAL);
    run('panic.cut', {});
    run('show.open', { showId: 'other' });
    await restart();
    expect(room.studio.executor.state.plan?.show.id).toBe('other');
    expect(room.studio.executor.state.output).toMatchObject({ mutedDesired: true, panic: {} });
    expect(run('panic.release', {})).toMatchObject({ ok: true });
    await restart();
    expect(room.studio.executor.state.output).toMatchObject({ mutedDesired: false, panic: null });
  });

  it('LIVE-25 a listener, and so the answer, comes after the commit: another reader of the file sees the events', () => {
    const reader = new Database(databaseFile(room.dataDir), { readonly: true });
    const seen: boolean[] = [];
    const stop = room.studio.executor.onCommitted(({ events }) => {
      const onDisk = Number(reader.prepare('SELECT max(seq) FROM event').pluck().get());
      seen.push(events.every((event) => event.seq <= onDisk));
    });
    const result = run('run.start', { mode: 'rehearsal' });
    stop();
    const answers = reader.prepare('SELECT count(*) FROM command_result').pluck().get();
    reader.close();
    expect(result.ok).toBe(true);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen).not.toContain(false);
    expect(answers).toBe(1);
  });

  it('XC-07 listeners hear everything in order, even when one of them causes further commits', () => {
    const { executor } = room.studio;
    const heard: { first: number[]; last: number[] } = { first: [], last: [] };
    const note =
      (into: number[]) =>
      ({ events }: { events: readonly StudioEvent[] }) =>
        void into.push(...events.map((event) => event.seq));
    const stops = [
      executor.onCommitted(note(heard.first)),
      executor.onCommitted(({ events }) => {
        if (events.some((event) => event.type === 'run.started')) {
          run('issue.log', { area: 'other', text: '一' });
          run('issue.log', { area: 'other', text: '二' });
        }
      }),
      executor.onCommitted(note(heard.last)),
    ];
    const before = executor.seq;
    run('run.start', { mode: 'rehearsal' });
    for (const stop of stops) stop();
    const expected = Array.from({ length: executor.seq - before }, (_, index) => before + 1 + index);
    expect(expected.length).toBeGreaterThanOrEqual(4);
    expect(heard).toEqual({ first: expected, last: expected });
  });

  it('LIVE-25 a command that fails in the store leaves neither events nor state behind', () => {
    const { executor } = room.studio;
    run('run.start', { mode: 'rehearsal' });
    const db = new Database(databaseFile(room.dataDir));
    db.exec(`CREATE TRIGGER full BEFORE INSERT ON command_result BEGIN SELECT RAISE(ABORT, 'no room'); END`);
    db.close();
    const before = { seq: executor.seq, state: executor.state };
    expect(run('segment.next')).toMatchObject({ ok: false, error: { code: 'DATABASE_DAMAGED' } });
    expect({ seq: executor.seq, state: executor.state }).toEqual(before);
  });

  it('ORG-01 an answer that is given again changes nothing beside the log either', () => {
    const host: Principal = { memberId: null, roles: ['host'], stationId: null };
    run('run.start', { mode: 'rehearsal' });
    expect(run('issue.log', { area: 'other', text: 'x' }, host, 'mine')).toMatchObject({ ok: true });
    run('switcher.choose', { kind: 'obs' }, host, 'mine');
    run('obs.settings', { url: 'ws://127.0.0.1:9', password: 'stolen' }, host, 'mine');
    expect(room.studio.switcher.status.kind).toBe('rehearsal');
    expect(room.studio.board.status.obsUrl).toBe('ws://127.0.0.1:4455');
  });

  it('XC-10 a password of OBS is kept but in no event, no answer and no setting', () => {
    run('obs.settings', { url: 'ws://127.0.0.1:9', password: 'geheim-42' });
    const db = new Database(databaseFile(room.dataDir), { readonly: true });
    const inLog = db.prepare(`SELECT count(*) FROM event WHERE payload LIKE '%geheim-42%'`).pluck().get();
    const inAnswers = db
      .prepare(`SELECT count(*) FROM command_result WHERE result LIKE '%geheim-42%'`)
      .pluck()
      .get();
    const inSettings = db
      .prepare(`SELECT count(*) FROM setting WHERE value LIKE '%geheim-42%'`)
      .pluck()
      .get();
    db.close();
    expect([inLog, inAnswers, inSettings]).toEqual([0, 0, 0]);
    expect(new SecretFile(room.dataDir, () => undefined).read('obsPassword')).toBe('geheim-42');
  });
});

describe('LIVE-25 a command that fails in its last step', () => {
  it('LIVE-25 leaves the password, the address and the leader as they were, as it was refused', () => {
    run('obs.settings', { url: 'ws://127.0.0.1:9', password: 'one' });
    const db = new Database(databaseFile(room.dataDir));
    db.exec(
      `CREATE TRIGGER full BEFORE UPDATE ON setting WHEN new.key = 'journalMark' BEGIN SELECT RAISE(ABORT, 'no room'); END`,
    );
    expect(run('obs.settings', { url: 'ws://127.0.0.1:7', password: 'two' })).toMatchObject({ ok: false });
    db.exec('DROP TRIGGER full');
    db.close();
    expect(new SecretFile(room.dataDir, () => undefined).read('obsPassword')).toBe('one');
    expect(room.studio.board.status.obsUrl).toBe('ws://127.0.0.1:9');
    expect(run('audio.mute', { muted: true })).toMatchObject({ ok: true });
  });
});

describe('LIVE-25 stop and start', () => {
  it('LIVE-25 resumes the run in the same segment at the right offset, with the preparation kept and cues in flight settled', async () => {
    const planner: Principal = {
      memberId: room.studio.executor.state.plan?.team.find((each) => each.role === 'planner')?.id ?? null,
      roles: ['planner'],
      stationId: null,
    };
    run('checklist.tick', { itemId: 'k-tick' }, planner);
    run('prize.count', { prizeId: 'z-mug', qtyOnHand: 2 });
    run('run.start', { mode: 'rehearsal' });
    run('segment.next');
    run('segment.hold');
    run('segment.resume');
    run('segment.extend', { segmentId: 'a3', deltaSec: 20 });
    const before = runOn(room.studio.executor.state);
    if (before === null) throw new Error('no run');
    await restart();
    const { state } = room.studio.executor;
    const run2 = runOn(state);
    if (run2 === null) throw new Error('the run is gone');
    expect(currentSegment(run2).segmentId).toBe('a2');
    const now = room.studio.clock.now();
    expect(positionAt(run2.segmentClock, now)).toBeCloseTo(positionAt(before.segmentClock, now), 3);
    expect(run2.segments[2]?.adjustMs).toBe(20_000);
    expect(state.prep).toMatchObject({
      checklist: { 'k-tick': { status: 'done' } },
      prizesOnHand: { 'z-mug': 2 },
    });
    expect(
      room.studio.eventLog.after(0, 1000).filter((event) => event.type === 'studio.resumed'),
    ).toHaveLength(1);
    await eventually('no cue is open', () =>
      (runOn(room.studio.executor.state)?.segments ?? []).every(({ cues }) =>
        Object.values(cues).every((cue) => cue.status !== 'requested'),
      ),
    );
  });

  it('LIVE-25 the state after a restart is the fold of the log, over several runs', async () => {
    for (const mode of ['rehearsal', 'rehearsal']) {
      run('run.start', { mode });
      run('issue.log', { area: 'price', text: '标错了' });
      run('panic.cut');
      run('run.end');
    }
    await eventually(
      'the switcher has answered',
      () =>
        room.studio.executor.state.output.desired === null &&
        room.studio.executor.state.output.muteRequest === null,
    );
    const { state } = room.studio.executor;
    const folded = room.studio.eventLog.after(0, 10_000).reduce(evolve, { ...EMPTY_STATE, plan: state.plan });
    expect({ ...folded, plan: null }).toEqual({ ...state, plan: null });
    await restart();
    const back = room.studio.executor.state;
    expect(back.run).toEqual(state.run);
    expect(back.prep).toEqual(state.prep);
    expect(back.output.panic).toEqual(state.output.panic);
  });

  it('LIVE-10 adopted times and edited text are in the plan after a restart, starts and all', async () => {
    run('script.edit', { segmentId: 'a4', paragraphId: 'a4-p1', text: '下周见。' });
    run('run.start', { mode: 'rehearsal', speed: 1000 });
    const wait = (segmentId: string, ms: number) =>
      eventually(`${segmentId} has played`, () => {
        const on = runOn(room.studio.executor.state);
        return (
          on !== null &&
          currentSegment(on).segmentId === segmentId &&
          positionAt(on.segmentClock, room.studio.clock.now()) > ms
        );
      });
    await wait('a1', 90_000);
    run('segment.next');
    run('run.end');
    expect(run('timings.adopt', { segmentIds: ['a1'] })).toMatchObject({
      ok: true,
      events: [{ type: 'timings.adopted' }],
    });
    const { plan } = room.studio.executor.state;
    expect(plan?.segments[1]?.startSec).toBeGreaterThanOrEqual(90);
    await restart();
    expect(room.studio.executor.state.plan).toEqual(plan);
    const exported = await room.api.get('/api/v1/shows/kitchen/export');
    expect(exported.body).toEqual(JSON.parse(JSON.stringify(plan)));
    expect(await room.api.importShow(JSON.stringify(exported.body))).toMatchObject({ status: 200 });
  });

  it('LIVE-25 stopping with a switch under way ends cleanly', async () => {
    run('run.start', { mode: 'rehearsal' });
    run('scene.switch', { sceneId: 'sc-close', transition: 'Fade' });
    const { dataDir } = room;
    await room.stop();
    room = await inMemoryStudio({ dataDir });
    await eventually('settled', () => room.studio.executor.state.output.desired === null);
    const log = room.studio.eventLog.after(0, 1000);
    const asked = log.find((event) => event.type === 'scene.requested');
    const told = log.filter(
      (event) =>
        (event.type === 'scene.switched' || event.type === 'scene.failed') &&
        event.payload.requestId === asked?.payload.requestId,
    );
    expect(told).toHaveLength(1);
  });
});
