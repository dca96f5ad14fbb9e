import { z } from 'zod';
import { limits } from '../../../model/limits.ts';
import { formatReference } from '../../../model/reference.ts';
import { notFound, Problem } from '../../http/problem.ts';
import { type RawAnswer, route } from '../../http/route.ts';
import { enqueueJob } from '../../jobs/job.ts';
import { type BundleRow, judgeBundle } from '../../jobs/judge-bundle.ts';
import { waitForJob } from '../../peer/wait-for-job.ts';
import { digest } from '../../schema/page.ts';
import { type ServerContext } from '../../server-context.ts';
import { anchoreApi, jsonAnswer, tag } from './anchore-api.ts';
import { readReference } from './image-routes.ts';
import { requireAnalyzed } from './require-analyzed.ts';

export const checkImage = route({
  method: 'GET',
  path: '/v1/images/{digest}/check',
  access: 'viewer',
  summary: 'Judge an image by a policy bundle (Anchore)',
  tag,
  peer: anchoreApi,
  answerMs: limits.peerWaitMs,
  params: z.object({ digest }),
  query: z.object({
    tag: z.string().min(1).max(1_024),
    policyId: z.string().max(200).optional(),
    detail: z.string().optional(),
    history: z.string().optional(),
  }),
  handle: async ({ params, query, caller, signal }, context): Promise<RawAnswer> => {
    const contents = await requireAnalyzed(context.db, caller.projects, params.digest);
    const { project_id: project } = await context.db
      .selectFrom('image')
      .select('project_id')
      .where('id', '=', contents.id)
      .executeTakeFirstOrThrow();
    const { registry, repository, tag: name = 'latest' } = readReference(query.tag, 'tag');
    const reference = formatReference({ registry, repository, tag: name });
    const bundle = await findPolicy(project, query.policyId, context);
    const judged =
      bundle === undefined
        ? await byOwnPolicy(contents.id, context)
        : await byBundle({ project, reference, digest: contents.digest, bundle }, context, signal);
    const imageId = contents.target.configDigest?.replace(/^sha256:/, '') ?? '';
    const evaluation = present(judged, {
      imageId,
      reference,
      policy: bundle ?? 'pratique',
      isDetailed: query.detail?.toLowerCase() === 'true',
    });
    return jsonAnswer([{ [params.digest]: { [query.tag]: [evaluation] } }]);
  },
});

interface Judged {
  readonly rows: readonly BundleRow[];
  readonly at: string;
}

/** The bundle that was named, or the active one; `undefined` where the project has no bundle, and its own policy decides. */
async function findPolicy(project: number, wanted: string | undefined, { db }: ServerContext): Promise<string | undefined> {
  const named = db.selectFrom('policy_bundle').select('name').where('project_id', '=', project);
  const row = await (wanted === undefined ? named.where('is_active', '=', true) : named.where('name', '=', wanted)).executeTakeFirst();
  if (row === undefined && wanted !== undefined) throw notFound(`policy ${JSON.stringify(wanted)}`);
  return row?.name;
}

async function byBundle(
  asked: { readonly project: number; readonly reference: string; readonly digest: string; readonly bundle: string },
  context: ServerContext,
  signal: AbortSignal,
): Promise<Judged> {
  const { project, ...input } = asked;
  const job = await enqueueJob(context, judgeBundle, { project, subject: asked.reference, input }, { priority: 10 });
  const output = judgement.safeParse(await waitForJob(job, context, signal));
  if (!output.success) throw new Problem(500, `job ${job} gave no judgement`);
  return output.data;
}

const judgement = z.object({
  rows: z.array(z.object({ gate: z.string(), trigger: z.string(), detail: z.string(), action: z.enum(['STOP', 'WARN', 'GO']) })),
  at: z.string(),
});

async function byOwnPolicy(imageId: number, { db }: ServerContext): Promise<Judged> {
  const { statements, judged_at } = await db
    .selectFrom('image')
    .select(['statements', 'judged_at'])
    .where('id', '=', imageId)
    .executeTakeFirstOrThrow();
  const rows = (statements as readonly { text: string; isMet: boolean; isWarning?: boolean }[]).map(
    ({ text, isMet, isWarning }): BundleRow => ({
      gate: 'pratique',
      trigger: 'policy',
      detail: text,
      action: isMet ? (isWarning === true ? 'WARN' : 'GO') : 'STOP',
    }),
  );
  return { rows, at: judged_at.toISOString() };
}

interface PresentOptions {
  readonly imageId: string;
  readonly reference: string;
  readonly policy: string;
  readonly isDetailed: boolean;
}

/** Anchore's evaluation: a row has the columns that its header names, in order. */
function present({ rows, at }: Judged, { imageId, reference, policy, isDetailed }: PresentOptions): object {
  const has = (action: BundleRow['action']): boolean => rows.some((row) => row.action === action);
  const final = has('STOP') ? 'stop' : has('WARN') ? 'warn' : 'go';
  const result = {
    header: ['Image_Id', 'Repo_Tag', 'Trigger_Id', 'Gate', 'Trigger', 'Check_Output', 'Gate_Action', 'Whitelisted', 'Policy_Id'],
    row_count: rows.length,
    rows: rows.map(({ gate, trigger, detail, action }) => [
      imageId,
      reference,
      `${gate}+${trigger}`,
      gate,
      trigger,
      detail,
      action.toLowerCase(),
      false,
      policy,
    ]),
    final_action: final,
  };
  return {
    status: final === 'stop' ? 'fail' : 'pass',
    last_evaluation: at,
    policyId: policy,
    detail: isDetailed
      ? {
          result: {
            image_id: imageId,
            final_action: final,
            final_action_reason: 'policy_evaluation',
            matched_mapping_rule: 'matched',
            result: { [imageId]: { result } },
          },
        }
      : {},
  };
}
