import { sql } from 'kysely';
import { z } from 'zod';
import { checkConfiguration } from '../../../config/check-configuration.ts';
import { limits } from '../../../model/limits.ts';
import { readVex } from '../../../policy/vex/read-vex.ts';
import { noteAction } from '../../auth/note-action.ts';
import { invalidField, notFound } from '../../http/problem.ts';
import { RawAnswer, route } from '../../http/route.ts';
import { enqueueJob } from '../../jobs/job.ts';
import { judge } from '../../jobs/judge.ts';
import { decodePolicyFile, policyFileName } from '../../policy/policy-of.ts';
import { projectOf } from '../../queries/projects.ts';
import { accepted } from '../../schema/job.ts';
import { pageOf, time } from '../../schema/page.ts';
import { sha256 } from '../../../scan/submission.ts';
import { type ServerContext } from '../../server-context.ts';

const params = z.strictObject({ project: z.string().max(100) });

export const getPolicyFile = route({
  method: 'GET',
  path: '/api/v1/projects/{project}/policy-file',
  access: 'viewer',
  summary: 'Download the pratique.yaml of a project',
  tag: 'projects',
  params,
  handle: async ({ params: { project }, caller }, { db }) => {
    const id = await projectOf(db, caller, project);
    const { policy_file: text } = await db.selectFrom('project').select('policy_file').where('id', '=', id).executeTakeFirstOrThrow();
    if (text === null) throw notFound(`${policyFileName} of project ${JSON.stringify(project)}`);
    return new RawAnswer(200, { 'content-type': 'application/yaml; charset=utf-8' }, text);
  },
});

export const putPolicyFile = route({
  method: 'PUT',
  path: '/api/v1/projects/{project}/policy-file',
  access: 'owner',
  summary: 'Set the pratique.yaml of a project: its statements and suppressions; its images are judged again',
  tag: 'projects',
  params,
  bodyBytes: limits.configurationBytes,
  status: 202,
  answer: accepted,
  handle: async ({ params: { project }, bytes, caller }, context) => {
    await projectOf(context.db, caller, project);
    const text = decodeText(bytes);
    checkConfiguration({ text, path: policyFileName, directory: '.' });
    const { statements, suppressions } = decodePolicyFile(text);
    const detail = { sha256: sha256(bytes), statements: statements.length, suppressions: suppressions.entries.length };
    return change(project, context, caller, {
      action: 'policy-file.set',
      detail,
      set: (id) => sql`update project set policy_file = ${text} where id = ${id}`,
    });
  },
});

export const deletePolicyFile = route({
  method: 'DELETE',
  path: '/api/v1/projects/{project}/policy-file',
  access: 'owner',
  summary: 'Delete the pratique.yaml of a project; its images are judged again',
  tag: 'projects',
  params,
  status: 202,
  answer: accepted,
  handle: ({ params: { project }, caller }, context) =>
    change(project, context, caller, {
      action: 'policy-file.delete',
      detail: {},
      set: (id) => sql`update project set policy_file = null where id = ${id}`,
    }),
});

const documentParams = params.extend({
  document: z.string().regex(/^[\w][\w.-]{0,99}$/, 'must be 1 to 100 letters, digits, dots and hyphens'),
});

export const putVex = route({
  method: 'PUT',
  path: '/api/v1/projects/{project}/vex/{document}',
  access: 'owner',
  summary: 'Set a VEX document of a project: OpenVEX, CSAF or CycloneDX, as the body; its images are judged again',
  tag: 'projects',
  params: documentParams,
  bodyBytes: limits.vexBytes,
  status: 202,
  answer: accepted,
  handle: async ({ params: { project, document }, bytes, caller }, context) => {
    await projectOf(context.db, caller, project);
    const { statements } = readVex(bytes, document);
    return change(project, context, caller, {
      action: 'vex.set',
      detail: { document, sha256: sha256(bytes), statements: statements.length },
      set: (id) => sql`
        insert into vex_document (project_id, name, content) values (${id}, ${document}, ${bytes})
        on conflict (project_id, name) do update set content = excluded.content, at = now()`,
    });
  },
});

export const deleteVex = route({
  method: 'DELETE',
  path: '/api/v1/projects/{project}/vex/{document}',
  access: 'owner',
  summary: 'Delete a VEX document of a project; its images are judged again',
  tag: 'projects',
  params: documentParams,
  status: 202,
  answer: accepted,
  handle: ({ params: { project, document }, caller }, context) =>
    change(project, context, caller, {
      action: 'vex.delete',
      detail: { document },
      set: (id) => sql`delete from vex_document where project_id = ${id} and name = ${document}`,
    }),
});

export const listVex = route({
  method: 'GET',
  path: '/api/v1/projects/{project}/vex',
  access: 'viewer',
  summary: 'List the VEX documents of a project',
  tag: 'projects',
  params,
  status: 200,
  answer: pageOf(z.strictObject({ name: z.string(), at: time, bytes: z.int() })),
  handle: async ({ params: { project }, caller }, { db }) => {
    const id = await projectOf(db, caller, project);
    const { rows } = await sql<{ name: string; at: Date; bytes: number }>`
      select name, at, octet_length(content) as bytes from vex_document where project_id = ${id} order by name`.execute(db);
    return { items: rows.map(({ name, at, bytes }) => ({ name, at: at.toISOString(), bytes })) };
  },
});

const suppression = z
  .strictObject({
    origin: z.string().describe('File and line, or the VEX document'),
    reason: z.string(),
    ids: z.array(z.string()),
    owner: z.string().optional(),
    ticket: z.string().optional(),
    expiresOn: z.string().optional(),
    isExpired: z.boolean(),
    findings: z.int().describe('Findings that it sets aside now, over all images'),
    images: z.int(),
  })
  .meta({ id: 'Suppression' });

export const listSuppressions = route({
  method: 'GET',
  path: '/api/v1/projects/{project}/suppressions',
  access: 'viewer',
  summary: 'List the suppressions of a project: what they set aside, and until when',
  tag: 'projects',
  params,
  status: 200,
  answer: pageOf(suppression),
  handle: async ({ params: { project }, caller }, { db, runtime }) => {
    const id = await projectOf(db, caller, project);
    const { policy_file: text } = await db.selectFrom('project').select('policy_file').where('id', '=', id).executeTakeFirstOrThrow();
    const { rows } = await sql<{ origin: string; reason: string; findings: number; images: number }>`
      select s.origin, min(s.reason) as reason, count(*)::int as findings, count(distinct s.image_id)::int as images
      from suppressed_finding s join image i on i.id = s.image_id where i.project_id = ${id} group by s.origin order by s.origin`.execute(
      db,
    );
    const used = new Map(rows.map((row) => [row.origin, row]));
    const entries = text === null ? [] : decodePolicyFile(text).suppressions.entries;
    const listed = entries.map(({ origin, reason, ids = [], owner, ticket, expires }) => ({
      origin,
      reason,
      ids: [...ids],
      ...(owner === undefined ? {} : { owner }),
      ...(ticket === undefined ? {} : { ticket }),
      ...(expires === undefined ? {} : { expiresOn: expires.text }),
      isExpired: expires !== undefined && expires.atMs <= runtime.now().getTime(),
      findings: used.get(origin)?.findings ?? 0,
      images: used.get(origin)?.images ?? 0,
    }));
    const own = new Set(entries.map(({ origin }) => origin));
    const followed = rows
      .filter(({ origin }) => !own.has(origin))
      .map(({ origin, reason, findings, images }) => ({ origin, reason, ids: [], isExpired: false, findings, images }));
    return { items: [...listed, ...followed] };
  },
});

interface Change {
  readonly action: string;
  readonly detail: object;
  readonly set: (project: number) => ReturnType<typeof sql>;
}

/** What judges, the audit log and the job that judges again are written together. */
async function change(
  name: string,
  context: ServerContext,
  caller: Parameters<typeof projectOf>[1],
  { action, detail, set }: Change,
): Promise<z.input<typeof accepted>> {
  const id = await projectOf(context.db, caller, name);
  return context.db.transaction().execute(async (transaction) => {
    await set(id).execute(transaction);
    await noteAction(transaction, { caller, action, subject: name, project: id, detail });
    const job = await enqueueJob(context, judge, { project: id, subject: name, input: {} }, { key: String(id), priority: 10, transaction });
    return { job, state: 'created' };
  });
}

function decodeText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalidField('body', 'must be UTF-8');
  }
}
