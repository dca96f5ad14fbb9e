import { randomUUID } from 'node:crypto';
import { gunzip, gunzipSync } from 'node:zlib';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { z } from 'zod';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { defaultKinds, imageKinds } from '../../../scan/checkers.ts';
import { layerDemand } from '../../../scan/layer-demand.ts';
import { readSubmittedIndexes } from '../../../scan/scan-submission.ts';
import { demandName } from '../../../scan/submission.ts';
import { toText } from '../../../postgres/to-json.ts';
import { invalidField, notFound, Problem } from '../../http/problem.ts';
import { RawAnswer, route } from '../../http/route.ts';
import { enqueueJob } from '../../jobs/job.ts';
import { scanSubmitted } from '../../jobs/scan-submitted.ts';
import { projectOf } from '../../queries/projects.ts';
import { accepted } from '../../schema/job.ts';
import { projectQuery } from '../../schema/page.ts';
import { indexName, submissionState, submittedImage } from '../../schema/submission.ts';
import { type ServerContext } from '../../server-context.ts';

/** A pipeline waits. */
const priority = 10;

export const submitIndexes = route({
  method: 'POST',
  path: '/api/v1/submissions',
  access: 'editor',
  summary: 'Submit an image by the indexes of its layers, as pratique scan --server does; answers which the project lacks',
  tag: 'submissions',
  body: z.strictObject({
    project: z.string().max(100).default('default'),
    demand: z.string().max(64).describe('What the layers were read for. Clients of another version may read them for less'),
    kinds: z
      .array(z.enum(imageKinds))
      .min(1)
      .max(10)
      .default([...defaultKinds])
      .describe('Kinds of findings to look for'),
    image: submittedImage,
    isLast: z.boolean().default(false).describe('Scan what there is, even if links lead to files that no index holds'),
  }),
  bodyBytes: limits.submittedImageBytes,
  status: 202,
  answer: submissionState,
  handle: async ({ body: { project: projectName, demand, kinds, image, isLast }, caller }, context) => {
    const project = await projectOf(context.db, caller, projectName);
    if (demandName(kinds, await layerDemand(kinds)) !== demand)
      throw new Problem(409, 'the client reads layers for other things than this server: they are of different versions', {
        errors: [{ field: 'body.demand', rule: `must be that of pratique ${context.settings.toolVersion}` }],
      });
    const names = [...new Set(image.layers.map(({ name }) => name))];
    const known = await context.db
      .updateTable('submitted_layer')
      .set({ used_at: new Date() })
      .where('project_id', '=', project)
      .where('name', 'in', [...names, ''])
      .returning('name')
      .execute();
    const have = new Set(known.map(({ name }) => name));
    const missing = names.filter((name) => !have.has(name));
    if (missing.length > 0) return { missing };
    const content = Buffer.from(JSON.stringify({ kinds, image, isLast }));
    return { missing: [], submission: await submit({ project, kind: 'image', name: image.name, content }, context) };
  },
});

export const putIndex = route({
  method: 'PUT',
  path: '/api/v1/submissions/layers/{name}',
  access: 'editor',
  summary: 'Send the index of a layer, compressed by gzip; it counts in this project only',
  tag: 'submissions',
  params: z.strictObject({ name: indexName }),
  query: z.strictObject(projectQuery),
  bodyBytes: limits.submittedIndexBytes,
  status: 200,
  answer: z.strictObject({ bytes: z.int() }),
  handle: async ({ params: { name }, query, bytes, caller }, { db }) => {
    const project = await projectOf(db, caller, query.project);
    readSubmittedIndexes([await inflate(bytes)]);
    const { rows } = await sql<{ bytes: string }>`
      select coalesce(sum(bytes), 0)::text as bytes from submitted_layer where project_id = ${project} and name <> ${name}`.execute(db);
    if (Number(rows[0]!.bytes) + bytes.length > limits.submittedProjectBytes)
      throw new Problem(
        413,
        `the project has layer indexes of ${limits.submittedProjectBytes} bytes; unused ones are removed after 30 days`,
      );
    const row = { content: bytes, bytes: bytes.length, used_at: new Date() };
    await db
      .insertInto('submitted_layer')
      .values({ project_id: project, name, ...row })
      .onConflict((conflict) => conflict.columns(['project_id', 'name']).doUpdateSet(row))
      .execute();
    return { bytes: bytes.length };
  },
});

export const submitSbom = route({
  method: 'POST',
  path: '/api/v1/sboms',
  access: 'editor',
  summary: 'Match the packages of an SBOM: CycloneDX, SPDX or Syft JSON, as the body',
  tag: 'submissions',
  query: z.strictObject({ ...projectQuery, name: z.string().min(1).max(1_024).default('SBOM').describe('How people name what it is of') }),
  bodyBytes: limits.submittedSbomBytes,
  status: 202,
  answer: accepted.extend({ submission: z.uuid() }).meta({ id: 'AcceptedSbom' }),
  handle: async ({ query, bytes, caller }, context) => {
    const project = await projectOf(context.db, caller, query.project);
    if (bytes.length === 0) throw invalidField('body', 'must be an SBOM');
    const { id, job } = await submit({ project, kind: 'sbom', name: query.name, content: bytes }, context);
    return { submission: id, job, state: 'created' };
  },
});

export const getSubmissionReport = route({
  method: 'GET',
  path: '/api/v1/submissions/{id}/report',
  access: 'editor',
  summary: 'Download the report of a submission, as pratique scan --format json writes it; it is kept for a day',
  tag: 'submissions',
  params: z.strictObject({ id: z.uuid() }),
  handle: async ({ params: { id }, caller }, { db }) => {
    const row = await db
      .selectFrom('submission')
      .select('report')
      .where('id', '=', id)
      .where('project_id', 'in', [...caller.projects, 0])
      .executeTakeFirst();
    if (row === undefined) throw notFound(`submission ${id}`);
    if (row.report === null) throw new Problem(409, `submission ${id} has no report yet; see its job`);
    return new RawAnswer(
      200,
      { 'content-type': 'application/json; charset=utf-8' },
      gunzipSync(row.report, { maxOutputLength: limits.reportBytes }),
    );
  },
});

async function submit(
  { project, kind, name, content }: { readonly project: number; readonly kind: 'image' | 'sbom'; readonly name: string; readonly content: Buffer },
  context: ServerContext,
): Promise<{ readonly id: string; readonly job: string }> {
  const id = randomUUID();
  const subject = toText(name);
  return context.db.transaction().execute(async (transaction) => {
    await transaction.insertInto('submission').values({ id, project_id: project, kind, name: subject, content }).execute();
    const job = await enqueueJob(context, scanSubmitted, { project, subject, input: { submission: id } }, { priority, transaction });
    return { id, job };
  });
} // prettier-ignore

async function inflate(bytes: Buffer): Promise<Buffer> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: limits.submittedIndexInflatedBytes });
  } catch (cause) {
    throw new PratiqueError('SUBMISSION_INVALID', 'the layer index is not gzip, or inflates to too much', { cause });
  }
}
