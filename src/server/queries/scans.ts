import { type Kysely } from 'kysely';
import { type Tables } from '../../postgres/tables.ts';
import { toJson } from '../../postgres/to-json.ts';

/** What a scan was started by. */
export const scanTriggers = ['person', 'push', 'watch', 'sweep', 'client'] as const;
export type ScanTrigger = (typeof scanTriggers)[number];

export interface ScanNote {
  readonly project: number;
  readonly reference: string;
  readonly trigger: ScanTrigger;
  readonly jobId: string;
  readonly outcome: 'succeeded' | 'failed';
  readonly imageId?: number;
  readonly verdict?: string;
  readonly error?: { readonly code: string; readonly message: string };
}

/** Adds to the history of scans. One that failed leaves the image as it was. */
export async function noteScan(
  db: Kysely<Tables>,
  { project, reference, trigger, jobId, outcome, imageId, verdict, error }: ScanNote,
): Promise<void> {
  await db
    .insertInto('scan')
    .values({
      project_id: project,
      image_id: imageId ?? null,
      job_id: jobId,
      reference,
      trigger,
      outcome,
      error: error === undefined ? null : toJson(error),
      verdict: verdict ?? null,
    })
    .execute();
}
