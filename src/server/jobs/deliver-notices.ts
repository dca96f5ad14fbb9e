import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import { messageOf } from '../../lib/text/message-of.ts';
import { type Tables } from '../../postgres/tables.ts';
import { channels } from '../notify/channels.ts';
import { clairNotification } from '../peer/clair-notification.ts';
import { makeNotice, type StoredEvent } from '../notify/make-notice.ts';
import { type Job, type JobContext } from './job.ts';

const mostAtOnce = 200;
/** After this many attempts, a day later, a receiver that does not answer is given up. */
const mostAttempts = 14;

interface Due extends StoredEvent {
  readonly receiver_id: number;
  readonly receiver: string;
  readonly channel: string;
  readonly target: Buffer;
  readonly secret: Buffer;
  readonly attempts: number;
}

/** Hands events to the receivers that want them, and sends what is due. A message that is sent again, because its receiver or this server stopped in between, has the same id. */
export const deliverNotices: Job<object> = {
  name: 'deliver',
  policy: 'stately',
  retries: 5,
  expireInSeconds: 600,
  input: z.object({}),
  concurrency: () => 1,
  run: async (_input, context) => {
    const { db } = context;
    await handOut(db);
    const due = await findDue(db);
    let sent = 0;
    for (const each of due) if (await deliver(each, context)) sent += 1;
    return { sent, failed: due.length - sent };
  },
};

/** Whether there is anything for {@link deliverNotices} to do. */
export async function hasNotices(db: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`
    select exists (select 1 from event where not is_handed_out) or exists (select 1 from delivery where state = 'pending' and next_at <= now()) as any`.execute(
    db,
  );
  return rows[0]?.any === true;
}

async function handOut(db: Kysely<Tables>): Promise<void> {
  await sql`
    with events as (update event set is_handed_out = true where not is_handed_out returning id, project_id, kind)
    insert into delivery (event_id, receiver_id)
    select e.id, r.id from events e join receiver r on r.project_id = e.project_id and e.kind = any(r.events) on conflict do nothing`.execute(
    db,
  );
}

async function findDue(db: Kysely<Tables>): Promise<readonly Due[]> {
  const { rows } = await sql<Due>`
    select e.id, e.kind, e.at, e.body, e.project_id, p.name as project, r.id as receiver_id, r.name as receiver, r.channel, r.target, r.secret, d.attempts
    from delivery d join event e on e.id = d.event_id join receiver r on r.id = d.receiver_id join project p on p.id = e.project_id
    where d.state = 'pending' and d.next_at <= now() order by d.next_at, e.id limit ${mostAtOnce}`.execute(db);
  return rows;
}

async function deliver(due: Due, context: JobContext): Promise<boolean> {
  const { db, keys, settings, runtime } = context;
  const { project_id, receiver, receiver_id, attempts } = due;
  try {
    runtime.signal.throwIfAborted();
    const channel = channels.find(({ id }) => id === due.channel);
    if (channel === undefined) throw new Error(`there is no channel ${due.channel}`);
    const open = (bytes: Buffer, what: string): string => keys.decrypt(bytes, `${what} ${project_id} ${receiver}`);
    const notice = await makeNotice(db, due, settings.publicUrl);
    const destination = {
      target: new URL(open(due.target, 'target')),
      secret: open(due.secret, 'secret'),
      allowsPrivateAddresses: settings.allowsPrivateAddresses,
      notification: clairNotification(Number(due.id), context),
    };
    await channel.send(notice, destination, runtime);
    await sql`update delivery set state = 'delivered', attempts = attempts + 1, delivered_at = now(), error = null where event_id = ${due.id} and receiver_id = ${receiver_id}`.execute(
      db,
    );
    return true;
  } catch (error) {
    if (runtime.signal.aborted) throw error;
    const seconds = Math.min(5 * 2 ** attempts, 6 * 3_600);
    await sql`
      update delivery set attempts = attempts + 1, error = ${messageOf(error).slice(0, 500)}, next_at = now() + ${seconds} * interval '1 second',
        state = case when attempts + 1 >= ${mostAttempts} then 'failed' else 'pending' end
      where event_id = ${due.id} and receiver_id = ${receiver_id}`.execute(db);
    return false;
  }
}
