import { gunzip } from 'node:zlib';
import { promisify } from 'node:util';
import { z } from 'zod';
import { imageKinds } from '../../scan/checkers.ts';
import { advisoryOpener } from '../../scan/advisory-opener.ts';
import { findUnreadLayers, readSubmittedIndexes, scanSubmission } from '../../scan/scan-submission.ts';
import { scanInventory } from '../../scan/scan-inventory.ts';
import { takeSbom } from '../../scan/take-sbom.ts';
import { type LayerIndex } from '../../model/layer-index.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type ScanReport } from '../../model/report.ts';
import { noteAdvisories } from '../ingest/note-advisories.ts';
import { compressReport, saveReport } from '../ingest/save-report.ts';
import { policyOf } from '../policy/policy-of.ts';
import { noteScan } from '../queries/scans.ts';
import { submittedImage } from '../schema/submission.ts';
import { describeError } from './describe-error.ts';
import { enqueueRematch } from './enqueue-rematch.ts';
import { type Job, type JobContext } from './job.ts';

const input = z.object({ submission: z.uuid() });
type Input = z.infer<typeof input>;

/**
 * Scans what a client sent: the indexes of an image's layers, or an SBOM. Its result is a claim of the project that sent it. It counts nowhere else, and never
 * replaces what the server read itself.
 */
export const scanSubmitted: Job<Input> = {
  name: 'scan-submitted',
  policy: 'standard',
  retries: 3,
  expireInSeconds: 3_600,
  input,
  concurrency: ({ concurrency }) => concurrency,
  run: scan,
  gaveUp: async ({ submission }, error, { db, job, project }) => {
    const row = await db.selectFrom('submission').select('name').where('id', '=', submission).executeTakeFirst();
    await noteScan(db, {
      project: project!,
      reference: row?.name ?? submission,
      trigger: 'client',
      jobId: job.id,
      outcome: 'failed',
      error: describeError(error),
    });
  },
};

async function scan({ submission }: Input, context: JobContext): Promise<object> {
  const { db, settings, runtime } = context;
  const project = context.project!;
  const row = await db.selectFrom('submission').selectAll().where('id', '=', submission).executeTakeFirst();
  if (row === undefined) throw new PratiqueError('SUBMISSION_INVALID', 'the submission was removed; send it again');
  const scanned = row.kind === 'sbom' ? await scanSbom(row.content, row.name, context) : await scanImage(row.content, project, context);
  if ('unread' in scanned) return { submission, unread: scanned.unread };
  const policy = await policyOf(db, project);
  const report = policy.apply(scanned.report, runtime.now());
  const judged = { report, decision: policy.decide(report) };
  const changed: string[] = [];
  const output = await context.finish(async (transaction) => {
    const noted = await noteAdvisories(transaction, report.advisories);
    changed.push(...noted.changed);
    const image = await saveReport(transaction, judged, {
      project,
      toolVersion: settings.toolVersion,
      generation: noted.generation,
      now: runtime.now(),
      origin: row.kind === 'sbom' ? 'sbom' : 'submitted',
    });
    await noteScan(transaction, {
      project,
      reference: row.name,
      trigger: 'client',
      jobId: context.job.id,
      outcome: 'succeeded',
      imageId: image.id,
      verdict: image.verdict,
    });
    const kept = compressReport({ ...judged, report: scanned.report }, settings.toolVersion);
    await transaction.updateTable('submission').set({ report: kept }).where('id', '=', submission).execute();
    return { submission, digest: image.digest, verdict: image.verdict };
  });
  await enqueueRematch(context, changed);
  return output;
}

async function scanSbom(bytes: Uint8Array, name: string, { settings, runtime }: JobContext): Promise<{ readonly report: ScanReport }> {
  const startedAt = runtime.now();
  const inventory = takeSbom(bytes, name);
  return { report: await scanInventory(inventory, advisoryOpener(settings.scan, runtime), { startedAt }, runtime) };
}

const content = z.object({ kinds: z.array(z.enum(imageKinds)), image: submittedImage, isLast: z.boolean() });

async function scanImage(
  bytes: Uint8Array,
  project: number,
  { db, settings, runtime }: JobContext,
): Promise<{ readonly report: ScanReport } | { readonly unread: readonly object[] }> {
  const { kinds, image, isLast } = content.parse(JSON.parse(Buffer.from(bytes).toString()));
  const indexes = new Map<string, LayerIndex>();
  for (const { name } of image.layers) {
    if (indexes.has(name)) continue;
    const row = await db
      .selectFrom('submitted_layer')
      .select('content')
      .where('project_id', '=', project)
      .where('name', '=', name)
      .executeTakeFirst();
    if (row === undefined) throw new PratiqueError('SUBMISSION_INVALID', 'a layer index was removed; submit the image again');
    const [index] = readSubmittedIndexes([await promisify(gunzip)(row.content, { maxOutputLength: limits.submittedIndexInflatedBytes })]);
    indexes.set(name, index!);
  }
  const ofLayers = image.layers.map(({ name }) => indexes.get(name)!);
  const unread = isLast ? [] : await findUnreadLayers(image.scheme, ofLayers, kinds);
  if (unread.length > 0) return { unread };
  const { open: _open, cacheDirectory: _cache, ...options } = settings.scan;
  return { report: await scanSubmission(image, ofLayers, kinds, options, runtime) };
}
