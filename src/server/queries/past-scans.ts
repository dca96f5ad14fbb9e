import { type Kysely } from 'kysely';
import { type z } from 'zod';
import { type Tables } from '../../postgres/tables.ts';
import { type pastScan } from '../schema/overview.ts';

const shown = 100;

/** The scans of an image, the newest first. */
export async function listPastScans(db: Kysely<Tables>, imageId: number): Promise<z.input<typeof pastScan>[]> {
  const rows = await db
    .selectFrom('scan')
    .selectAll()
    .where('image_id', '=', imageId)
    .orderBy('finished_at', 'desc')
    .orderBy('id', 'desc')
    .limit(shown)
    .execute();
  return rows.map(({ reference, trigger, outcome, verdict, error, finished_at }) => ({
    reference,
    trigger,
    outcome: outcome === 'succeeded' ? 'succeeded' : 'failed',
    ...(verdict === null ? {} : { verdict: verdict as 'pass' | 'fail' | 'not-asked' }),
    ...(error === null ? {} : { error: error as { code: string; message: string } }),
    finishedAt: finished_at.toISOString(),
  }));
}
