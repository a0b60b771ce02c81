import { recoverySchema, type Recovery } from '#shared/model/recovery';
import type { Db } from './dataFolder.ts';
import { Settings } from './settings.ts';

const RECOVERY = 'recovery';

/** What the last recovery said, as long as nobody has acknowledged it. */
export const unacknowledgedRecovery = (db: Db): Recovery | null =>
  new Settings(db).readOptional(RECOVERY, recoverySchema.nullable());

/** Called inside a transaction. */
export function forgetRecovery(db: Db): void {
  db.prepare('DELETE FROM setting WHERE key = ?').run(RECOVERY);
}

/**
 * Keeps what a recovery has to say in the database it led to. What an earlier one has lost stays told until
 * somebody has read it.
 *
 * @param earlier what the database before had to say, where that is another one
 */
export function keepReport(db: Db, recovery: Recovery, earlier: Recovery | null = null): Recovery {
  const merged = [unacknowledgedRecovery(db), earlier].reduce(withEarlier, recovery);
  new Settings(db).write(RECOVERY, merged);
  return merged;
}

function withEarlier(recovery: Recovery, earlier: Recovery | null): Recovery {
  if (earlier === null) return recovery;
  return {
    ...recovery,
    lost: bothLost(earlier.lost, recovery.lost),
    ...(earlier.folderGone === true ? { folderGone: true } : {}),
  };
}

function bothLost(earlier: Recovery['lost'], later: Recovery['lost']): Recovery['lost'] {
  if (earlier === null || later === null) return earlier ?? later;
  return {
    fromSeq: Math.min(earlier.fromSeq, later.fromSeq),
    toSeq: earlier.toSeq === null || later.toSeq === null ? null : Math.max(earlier.toSeq, later.toSeq),
    fromAt: earlier.fromAt,
    toAt: later.toAt,
  };
}
