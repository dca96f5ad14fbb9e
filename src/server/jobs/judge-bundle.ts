import { z } from 'zod';
import { parseDigest } from '../../model/digest.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { formatReference, parseReference } from '../../model/reference.ts';
import { judgeAnchoreBundle } from '../../policy/anchore/judge-anchore-bundle.ts';
import { readAnchoreBundle } from '../../policy/anchore/read-anchore-bundle.ts';
import { readAllowLists } from '../../policy/ignore/anchore-bundle.ts';
import { applySuppressions } from '../../policy/suppression/apply-suppressions.ts';
import { scanTarget } from '../../scan/scan-target.ts';
import { registryFor } from '../registry/registry-for.ts';
import { type Job, type JobContext } from './job.ts';

const input = z.object({
  /** What the bundle's mappings are compared with. */
  reference: z.string(),
  /** Of the image for one platform. */
  digest: z.string(),
  bundle: z.string(),
});
export type JudgeBundleInput = z.infer<typeof input>;

/** What one rule of a bundle says of an image. */
export interface BundleRow {
  readonly gate: string;
  readonly trigger: string;
  readonly detail: string;
  readonly action: 'STOP' | 'WARN' | 'GO';
}

/** Judges an image by a policy bundle of Anchore. Rules ask about files and the configuration, which no report keeps: so the image is scanned again, from the cache of layers. */
export const judgeBundle: Job<JudgeBundleInput> = {
  name: 'judge-bundle',
  policy: 'standard',
  retries: 1,
  expireInSeconds: 2 * 3_600,
  input,
  concurrency: ({ concurrency }) => concurrency,
  run: judge,
};

async function judge({ reference, digest, bundle: name }: JudgeBundleInput, context: JobContext): Promise<object> {
  const { db, settings, runtime, project: projectId } = context;
  const project = projectId!;
  const row = await db
    .selectFrom('policy_bundle')
    .select('content')
    .where('project_id', '=', project)
    .where('name', '=', name)
    .executeTakeFirst();
  if (row === undefined) throw new PratiqueError('CONFIG_INVALID', `the policy bundle ${name} was deleted`);
  const named = parseReference(reference);
  const { tag: _, ...repository } = named;
  const target = `registry:${formatReference({ ...repository, digest: parseDigest(digest) })}`;
  const registry = await registryFor(named.registry, project, context);
  const [scanned] = await scanTarget(
    target,
    { ...settings.scan, notesFacts: true, open: { ...settings.scan.open, platform: 'all', registry } },
    runtime,
  );
  if (scanned === undefined) throw new PratiqueError('NOT_AN_IMAGE', `${target} is not an image`);
  const now = runtime.now();
  const report = applySuppressions({ ...scanned, target: { ...scanned.target, name: reference } }, readAllowLists(row.content, name), now);
  const { statements, unanswered } = judgeAnchoreBundle(readAnchoreBundle(row.content, name), report, now);
  const judged = statements
    .filter(({ name: rule }) => rule !== undefined)
    .map(({ name: rule = '', text, isMet, isWarning }): BundleRow => {
      const [gate = '', trigger = gate] = rule.split(' ');
      return { gate, trigger, detail: text.replace(/^\w+ [^:]*: /, ''), action: isMet ? (isWarning === true ? 'WARN' : 'GO') : 'STOP' };
    });
  // What could not be judged or scanned is never silent.
  const open = [
    ...unanswered.map(({ message }) => message),
    ...report.issues.filter(({ severity }) => severity === 'error').map(({ message }) => message),
  ];
  const gaps = open.map((detail): BundleRow => ({ gate: 'pratique', trigger: 'not-judged', detail, action: 'WARN' }));
  return { rows: [...judged, ...gaps].slice(0, mostRows), at: now.toISOString() };
}

const mostRows = 5_000;
