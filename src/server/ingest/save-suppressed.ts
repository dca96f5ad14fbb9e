import { sql, type Transaction } from 'kysely';
import { type ScanReport } from '../../model/report.ts';
import { type Tables } from '../../postgres/tables.ts';
import { toJson, toText } from '../../postgres/to-json.ts';

/** Which findings of an image are set aside, and by what. */
export async function saveSuppressed(db: Transaction<Tables>, imageId: number, { findings }: ScanReport): Promise<void> {
  await db.deleteFrom('suppressed_finding').where('image_id', '=', imageId).execute();
  const rows = findings.flatMap(({ fingerprint, suppression }) =>
    suppression === undefined
      ? []
      : [
          {
            fingerprint,
            origin: toText(suppression.origin),
            reason: toText(suppression.reason),
            expires_on: suppression.expiresOn,
            detail: suppression,
          },
        ],
  );
  if (rows.length === 0) return;
  await sql`
    insert into suppressed_finding (image_id, fingerprint, origin, reason, expires_on, detail)
    select ${imageId}, fingerprint, origin, reason, expires_on, detail
    from jsonb_to_recordset(${toJson(rows)}::jsonb) as r(fingerprint text, origin text, reason text, expires_on text, detail jsonb) on conflict do nothing`.execute(
    db,
  );
}
