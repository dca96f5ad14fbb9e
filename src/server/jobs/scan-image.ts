import { type Kysely } from 'kysely';
import { z } from 'zod';
import { parseDigest } from '../../model/digest.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { formatReference, parseReference } from '../../model/reference.ts';
import { scanTarget } from '../../scan/scan-target.ts';
import { type Tables } from '../../postgres/tables.ts';
import { type JudgedReport } from '../../report/reporter.ts';
import { noteAdvisories } from '../ingest/note-advisories.ts';
import { saveReport } from '../ingest/save-report.ts';
import { noteChanges, noteFailedScan } from '../notify/note-changes.ts';
import { openSealedAccess } from '../peer/sealed-access.ts';
import { policyOf } from '../policy/policy-of.ts';
import { findImageId } from '../queries/images.ts';
import { noteScan, scanTriggers } from '../queries/scans.ts';
import { noteIndex, noteTag } from '../queries/tags.ts';
import { registryFor } from '../registry/registry-for.ts';
import { resolveReference } from '../registry/resolve-reference.ts';
import { describeError } from './describe-error.ts';
import { enqueueRematch } from './enqueue-rematch.ts';
import { type Job, type JobContext } from './job.ts';

const input = z.object({
  reference: z.string(),
  trigger: z.enum(scanTriggers),
  /** What a tag pointed to when the scan was asked for, as a notification says it. */
  digest: z.string().optional(),
  /** Nothing is done where the project has the digest already. */
  onlyIfMissing: z.boolean().optional(),
  /** How a client of another scanner wants the registry reached, encrypted; in the place of the project's own credentials. */
  access: z.string().optional(),
});
export type ScanInput = z.infer<typeof input>;

/** Scans one image, every platform of it, by the digest that its tag has when the job runs. */
export const scanImage: Job<ScanInput> = {
  name: 'scan',
  policy: 'short',
  retries: 3,
  expireInSeconds: 6 * 3_600,
  input,
  concurrency: ({ concurrency }) => concurrency,
  run: scan,
  gaveUp: async ({ reference, trigger }, error, { db, job, project }) => {
    await noteScan(db, { project: project!, reference, trigger, jobId: job.id, outcome: 'failed', error: describeError(error) });
    await noteFailedScan(db, { project: project!, reference, trigger, job: job.id, message: describeError(error).message });
  },
};

async function scan({ reference, trigger, digest, onlyIfMissing, access }: ScanInput, context: JobContext): Promise<object> {
  const { db, settings, runtime, project: projectId } = context;
  const project = projectId!;
  const named = parseReference(reference);
  const registry = {
    ...(await registryFor(named.registry, project, context)),
    ...(access === undefined ? {} : openSealedAccess(context.keys, access, `${project} ${named.registry}`)),
  };
  const pinned = await resolveReference(digest === undefined ? named : { ...named, digest: parseDigest(digest) }, registry, runtime);
  if (onlyIfMissing === true && (await findImageId(db, [project], pinned.digest, ['pulled'])) !== undefined)
    return { digest: pinned.digest, isKnown: true };
  const policy = await policyOf(db, project);
  const target = `registry:${formatReference({ ...named, digest: pinned.digest })}`;
  const reports = await scanTarget(target, { ...settings.scan, open: { ...settings.scan.open, platform: 'all', registry } }, runtime);
  const judged: JudgedReport[] = reports.map((scanned) => {
    const report = policy.apply({ ...scanned, target: { ...scanned.target, name: formatReference(named) } }, runtime.now());
    return { report, decision: policy.decide(report) };
  });
  if (judged.every(({ report }) => report.completeness === 'none'))
    throw new PratiqueError('NOT_AN_IMAGE', `${reference} has no content that could be scanned; its last result is kept`);
  const changed: string[] = [];
  const output = await context.finish(async (transaction) => {
    const saved = [];
    for (const each of judged) {
      const noted = await noteAdvisories(transaction, each.report.advisories);
      changed.push(...noted.changed);
      const before = await verdictOf(transaction, project, each.report.target.manifestDigest);
      const image = await saveReport(transaction, each, {
        project,
        toolVersion: settings.toolVersion,
        generation: noted.generation,
        now: runtime.now(),
      });
      await noteScan(transaction, {
        project,
        reference,
        trigger,
        jobId: context.job.id,
        outcome: 'succeeded',
        imageId: image.id,
        verdict: image.verdict,
      });
      if (before !== image.verdict && (before !== undefined || image.verdict === 'fail'))
        await noteChanges(transaction, {
          introduced: [],
          judged: [{ ...image, project_id: project, name: reference, before: before ?? 'none' }],
          trigger,
        });
      saved.push(image);
    }
    const digests = saved.map((image) => image.digest);
    await noteIndex(transaction, project, pinned.digest, digests);
    await noteTag(transaction, project, named, pinned.digest);
    return { digest: pinned.digest, images: digests };
  });
  await enqueueRematch(context, changed);
  return output;
}

async function verdictOf(db: Kysely<Tables>, project: number, digest: string | undefined): Promise<string | undefined> {
  if (digest === undefined) return undefined;
  return (await db.selectFrom('image').select('verdict').where('project_id', '=', project).where('digest', '=', digest).executeTakeFirst())
    ?.verdict;
}
