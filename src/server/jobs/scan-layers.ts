import { type Transaction } from 'kysely';
import { z } from 'zod';
import { parseDigest } from '../../model/digest.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { scanLayers as scanLocatedLayers } from '../../scan/scan-layers.ts';
import { type Tables } from '../../postgres/tables.ts';
import { noteAdvisories } from '../ingest/note-advisories.ts';
import { saveReport } from '../ingest/save-report.ts';
import { layerFetchOptions } from '../peer/layer-fetch-options.ts';
import { openSealedLayers } from '../peer/sealed-layers.ts';
import { policyOf } from '../policy/policy-of.ts';
import { noteScan } from '../queries/scans.ts';
import { describeError } from './describe-error.ts';
import { enqueueRematch } from './enqueue-rematch.ts';
import { type Job, type JobContext } from './job.ts';

const input = z.object({
  /** Of the manifest, as the client says it. */
  digest: z.string(),
  name: z.string(),
  layers: z.string(),
  /** What the indexer was when the client asked. */
  state: z.string(),
});
export type ScanLayersInput = z.infer<typeof input>;

/** Scans an image that a client of Clair names as the URLs of its layers. */
export const scanLayers: Job<ScanLayersInput> = {
  name: 'scan-layers',
  policy: 'short',
  retries: 1,
  expireInSeconds: 2 * 3_600,
  input,
  concurrency: ({ concurrency }) => concurrency,
  run: scan,
  gaveUp: async ({ name }, error, { db, job, project }) => {
    await noteScan(db, {
      project: project!,
      reference: name,
      trigger: 'client',
      jobId: job.id,
      outcome: 'failed',
      error: describeError(error),
    });
  },
};

async function scan({ digest, name, layers: sealed, state }: ScanLayersInput, context: JobContext): Promise<object> {
  const { settings, runtime, keys, project: projectId } = context;
  const project = projectId!;
  const layers = openSealedLayers(keys, sealed, `${project} ${digest}`);
  const policy = await policyOf(context.db, project);
  const scanned = await scanLocatedLayers(
    { name, digest: parseDigest(digest), layers },
    settings.scan,
    layerFetchOptions(context),
    runtime,
  );
  const report = policy.apply(scanned, runtime.now());
  if (report.completeness === 'none') throw new PratiqueError('NOT_AN_IMAGE', `${name} has no content that could be scanned`);
  const changed: string[] = [];
  const output = await context.finish(async (transaction) => {
    const noted = await noteAdvisories(transaction, report.advisories);
    changed.push(...noted.changed);
    const saved = await saveReport(
      transaction,
      { report, decision: policy.decide(report) },
      { project, toolVersion: settings.toolVersion, generation: noted.generation, now: runtime.now(), origin: 'submitted' },
    );
    await noteManifest(transaction, { project_id: project, digest, layers: layers.map((layer) => layer.digest), state });
    const { id: imageId, verdict } = saved;
    await noteScan(transaction, {
      project,
      reference: name,
      trigger: 'client',
      jobId: context.job.id,
      outcome: 'succeeded',
      imageId,
      verdict,
    });
    return { digest, images: [digest] };
  });
  await enqueueRematch(context, changed);
  return output;
}

async function noteManifest(
  db: Transaction<Tables>,
  row: { readonly project_id: number; readonly digest: string; readonly layers: string[]; readonly state: string },
): Promise<void> {
  const { layers, state } = row;
  await db
    .insertInto('layer_manifest')
    .values(row)
    .onConflict((conflict) => conflict.columns(['project_id', 'digest']).doUpdateSet({ layers, state, indexed_at: new Date() }))
    .execute();
}
