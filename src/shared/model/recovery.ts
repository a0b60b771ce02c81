import { z } from '../zod.ts';

/** What became of a damaged database: where it is kept, what it was rebuilt from, and what could not be brought back. */
export const recoverySchema = z.object({
  /** Wall time, ISO. */
  at: z.string(),
  /** What was wrong, in SQLite’s or the system’s own words. */
  detail: z.string(),
  /** The folder, inside the data folder, with everything that was damaged; null when nothing had to be put aside. */
  aside: z.string().nullable(),
  base: z.enum(['database', 'backup', 'journal']),
  /** When the backup was taken that it was rebuilt from. */
  backupAt: z.string().nullable(),
  /** The last event that is there again. */
  seq: z.number(),
  /** Events that came after the base, from the journal or out of the damaged file. */
  replayed: z.number(),
  salvaged: z.number(),
  /** Null: nothing. `toSeq` null: nobody knows up to where. Times are the wall clock’s, ISO. */
  lost: z
    .object({
      fromSeq: z.number(),
      toSeq: z.number().nullable(),
      fromAt: z.string().nullable(),
      toAt: z.string().nullable(),
    })
    .nullable(),
  /** The whole data folder had been deleted: what lay beside the database, photos and older backups, is gone. */
  folderGone: z.literal(true).optional(),
});
export type Recovery = z.infer<typeof recoverySchema>;

/** One English sentence, for logs and the command line. */
export function recoveryText({
  detail,
  aside,
  base,
  backupAt,
  seq,
  replayed,
  salvaged,
  lost,
  folderGone,
}: Recovery): string {
  const source = {
    database: 'the database itself',
    backup: `the backup of ${backupAt ?? '?'}`,
    journal: 'the journal alone',
  }[base];
  const more = [
    replayed > 0 ? `${replayed} event(s) from the journal` : '',
    salvaged > 0 ? `${salvaged} event(s) out of the damaged file` : '',
  ].filter((part) => part !== '');
  const losses =
    lost === null
      ? 'nothing was lost'
      : `LOST: events from seq ${lost.fromSeq} ${lost.toSeq === null ? 'on, nobody knows up to where' : `to ${lost.toSeq}`} (${lost.fromAt ?? '?'} – ${lost.toAt ?? '?'})`;
  return `database recovered up to seq ${seq} from ${[source, ...more].join(' + ')}; ${losses}${folderGone === true ? ' of the log, but photos and older backups are GONE with the folder' : ''}; damage: ${detail}${aside === null ? '' : `; the damaged files are kept in ${aside}`}`;
}
