import { gunzipSync } from 'node:zlib';
import { type Kysely } from 'kysely';
import { limits } from '../../model/limits.ts';
import { type ScanReport } from '../../model/report.ts';
import { readReports } from '../../report/json/read-reports.ts';
import { type Tables } from '../../postgres/tables.ts';

/** The report of an image's last scan, as it was then. What is stored is what we wrote, so that it is not checked again. */
export async function readStoredReport(db: Kysely<Tables>, imageId: number): Promise<ScanReport | undefined> {
  const row = await db.selectFrom('image_report').select('report').where('image_id', '=', imageId).executeTakeFirst();
  if (row === undefined) return undefined;
  return readReports(gunzipSync(row.report, { maxOutputLength: limits.reportBytes }), `report of image ${imageId}`, {}).reports[0]?.report;
}
