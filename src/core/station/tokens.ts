import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from '#shared/zod';
import { memberIdSchema, type MemberId, type StationId } from '#shared/model/ids';
import { roleSchema } from '#shared/model/roles';
import { rolesOf, type ShowPlan } from '#shared/model/showPlan';
import { KaiboError } from '#shared/errors';
import { STUDIO_PRINCIPAL, type Principal } from '../run/index.ts';
import { storedJson, type Db, type Write } from '../store/index.ts';

/** What the holder of a token may be. `studio`: this PC, may act as any member. `viewer`: may look, not act. */
export const grantsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('studio') }),
  z.object({ kind: z.literal('roles'), roles: z.array(roleSchema).min(1) }),
  z.object({ kind: z.literal('member'), memberId: memberIdSchema }),
  z.object({ kind: z.literal('viewer') }),
]);
export type Grants = z.infer<typeof grantsSchema>;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
export const newToken = (): string => randomBytes(24).toString('base64url');

/** Who may talk to this studio. Given-out tokens are stored as hashes, each in a row of its own. */
export class Tokens {
  readonly #studioHash: string;
  readonly #viewerHash: string;
  readonly #find;
  readonly #insert;
  readonly #write: Write;

  constructor(db: Db, write: Write, studioToken: string, viewerToken: string) {
    this.#write = write;
    this.#studioHash = hashOf(studioToken);
    this.#viewerHash = hashOf(viewerToken);
    this.#find = db
      .prepare('SELECT grants FROM station_token WHERE token_hash = ? AND revoked_at IS NULL')
      .pluck();
    this.#insert = db.prepare(
      'INSERT INTO station_token (token_hash, label, grants, created_at) VALUES (?, ?, ?, ?)',
    );
  }

  /** @returns what the token grants, or null when it is unknown or revoked. */
  check(token: string | undefined): Grants | null {
    if (token === undefined || token === '') return null;
    const hash = hashOf(token);
    if (same(hash, this.#studioHash)) return { kind: 'studio' };
    if (same(hash, this.#viewerHash)) return { kind: 'viewer' };
    const found = this.#find.get(hash);
    if (found === undefined) return null;
    try {
      return storedJson('the grants of a token', grantsSchema, found);
    } catch {
      // Damage grants nothing. The next backup finds it, and says so.
      return null;
    }
  }

  issue(label: string, grants: Grants): string {
    const token = newToken();
    this.#write(() =>
      this.#insert.run(hashOf(token), label, JSON.stringify(grants), new Date().toISOString()),
    );
    return token;
  }
}

const same = (a: string, b: string): boolean => timingSafeEqual(Buffer.from(a), Buffer.from(b));

/**
 * Who acts. The studio PC's token may act as any member of the open show; others are who their token says.
 *
 * @throws KaiboError UNKNOWN_MEMBER, UNAUTHORIZED
 */
export function principalOf(
  grants: Grants,
  as: MemberId | null,
  stationId: StationId | null,
  plan: ShowPlan | null,
): Principal {
  const member = (memberId: MemberId): Principal => {
    const found = plan?.team.find((each) => each.id === memberId);
    if (found === undefined) throw new KaiboError('UNKNOWN_MEMBER', { memberId });
    return { memberId, roles: rolesOf(found), stationId };
  };
  switch (grants.kind) {
    case 'studio':
      return as === null ? { ...STUDIO_PRINCIPAL, stationId } : member(as);
    case 'member':
      if (as !== null && as !== grants.memberId) throw new KaiboError('UNAUTHORIZED');
      return member(grants.memberId);
    case 'roles':
      return {
        memberId: as === null ? null : actingMember(plan, as, grants.roles),
        roles: grants.roles,
        stationId,
      };
    case 'viewer':
      return { memberId: null, roles: [], stationId };
  }
}

/** A role token may name the person at the screen, if that person holds one of its roles. */
function actingMember(plan: ShowPlan | null, memberId: MemberId, roles: readonly string[]): MemberId {
  const found = plan?.team.find((each) => each.id === memberId);
  if (found === undefined) throw new KaiboError('UNKNOWN_MEMBER', { memberId });
  if (!rolesOf(found).some((role) => roles.includes(role))) throw new KaiboError('UNAUTHORIZED');
  return memberId;
}
