import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { noteAction } from '../../auth/note-action.ts';
import { invalidField, Problem } from '../../http/problem.ts';
import { route } from '../../http/route.ts';
import { channels } from '../../notify/channels.ts';
import { type EventKind } from '../../notify/notice.ts';
import { deleteOfProject } from '../../queries/delete-of-project.ts';
import { projectOf } from '../../queries/projects.ts';
import { assertAllowedRegistry } from '../../registry/assert-allowed-registry.ts';
import { madeReceiver, newReceiver, receiver } from '../../schema/receiver.ts';
import { pageOf, rowId } from '../../schema/page.ts';

interface Row {
  id: number;
  project_id: number;
  project: string;
  name: string;
  channel: string;
  target: Buffer;
  events: EventKind[];
  created_at: Date;
  pending: number;
  failed: number;
  last_error: string | null;
}

export const listReceivers = route({
  method: 'GET',
  path: '/api/v1/receivers',
  access: 'owner',
  summary: 'List who is told about events, and whether messages arrive',
  tag: 'receivers',
  status: 200,
  answer: pageOf(receiver),
  handle: async ({ caller }, { db, keys }) => {
    const { rows } = await sql<Row>`
      select r.id, r.project_id, p.name as project, r.name, r.channel, r.target, r.events, r.created_at,
        (select count(*)::int from delivery d where d.receiver_id = r.id and d.state = 'pending') as pending,
        (select count(*)::int from delivery d where d.receiver_id = r.id and d.state = 'failed') as failed,
        (select d.error from delivery d where d.receiver_id = r.id and d.error is not null order by d.event_id desc limit 1) as last_error
      from receiver r join project p on p.id = r.project_id where r.project_id = any(${[...caller.projects]}::int[]) order by r.id`.execute(
      db,
    );
    return {
      items: rows.map(({ project_id, target, created_at, last_error, ...row }) => ({
        ...row,
        host: new URL(keys.decrypt(target, `target ${project_id} ${row.name}`)).host,
        createdAt: created_at.toISOString(),
        ...(last_error === null ? {} : { lastError: last_error }),
      })),
    };
  },
});

export const makeReceiver = route({
  method: 'POST',
  path: '/api/v1/receivers',
  access: 'owner',
  summary: 'Tell somebody about events of a project',
  tag: 'receivers',
  body: newReceiver,
  status: 201,
  answer: madeReceiver,
  handle: async ({ body, caller }, context) => {
    const { db, keys } = context;
    const project = await projectOf(db, caller, body.project);
    const target = new URL(body.target);
    const channel = channels.find(({ id }) => id === body.channel)!;
    if (!channel.protocols.includes(target.protocol))
      throw invalidField(
        'body.target',
        `must begin with ${channel.protocols.map((protocol) => `${protocol}//`).join(' or ')} for ${channel.id}`,
      );
    await assertAllowedRegistry(target.host, context);
    const secret = randomBytes(24).toString('base64url');
    const id = await db.transaction().execute(async (transaction) => {
      const made = await transaction
        .insertInto('receiver')
        .values({
          project_id: project,
          name: body.name,
          channel: body.channel,
          target: keys.encrypt(body.target, `target ${project} ${body.name}`),
          secret: keys.encrypt(secret, `secret ${project} ${body.name}`),
          events: body.events,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      if (made === undefined) throw new Problem(409, `project ${body.project} has a receiver ${JSON.stringify(body.name)}`);
      await noteAction(transaction, {
        caller,
        action: 'receiver.make',
        subject: body.name,
        project,
        detail: { channel: body.channel, host: target.host },
      });
      return made.id;
    });
    return { id, secret };
  },
});

export const deleteReceiver = route({
  method: 'DELETE',
  path: '/api/v1/receivers/{id}',
  access: 'owner',
  summary: 'Tell a receiver nothing more',
  tag: 'receivers',
  params: z.strictObject({
    id: rowId,
  }),
  status: 200,
  answer: z.strictObject({ deleted: z.int() }),
  handle: ({ params: { id }, caller }, { db }) => deleteOfProject(db, 'receiver', id, caller),
});
