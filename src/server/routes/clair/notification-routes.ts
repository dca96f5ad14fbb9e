import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import { type DetectedDistribution } from '../../../model/report.ts';
import { type Tables } from '../../../postgres/tables.ts';
import { type PackageContent } from '../../ingest/split-report.ts';
import { invalidField, notFound } from '../../http/problem.ts';
import { RawAnswer, route } from '../../http/route.ts';
import { notificationPurpose } from '../../peer/clair-notification.ts';
import { isOfDistribution } from '../../peer/namespace-of.ts';
import { severityWord } from '../../peer/severity-word.ts';
import { readSignedUuid, signedUuid } from '../../peer/signed-uuid.ts';
import { type Severity } from '../../../model/severity.ts';
import { answerAs } from './answer-as.ts';
import { clairApi } from './clair-api.ts';
import { presentDistribution, presentPackage } from './present-index.ts';

const shared = { tag: 'clair', peer: clairApi } as const;
const params = z.object({ notification: z.string().max(100) });
/** Clair's own. */
const defaultPageSize = 500;

interface EventBody {
  readonly vulnerability: string;
  readonly severity?: Severity;
  readonly fixedVersion?: string;
}

interface StoredEvent {
  readonly id: number;
  readonly project: number;
  readonly packageId: number;
  readonly body: EventBody;
}

export const getNotification = route({
  ...shared,
  method: 'GET',
  path: '/notifier/api/v1/notification/{notification}',
  access: 'viewer',
  summary: 'List the images of a notification (Clair 4)',
  params,
  query: z.object({ page_size: z.coerce.number().int().min(0).max(10_000).optional(), next: z.string().max(100).optional() }),
  handle: async ({ params: { notification }, query, headers, caller }, { db, keys }): Promise<RawAnswer> => {
    const event = await findEvent(db, caller.projects, readSignedUuid(keys, notification, notificationPurpose));
    if (event === undefined) throw notFound(`notification ${notification}`);
    const size = query.page_size === undefined || query.page_size === 0 ? defaultPageSize : query.page_size;
    const purpose = `${notificationPurpose} ${event.id}`;
    const after = query.next === undefined ? 0 : readSignedUuid(keys, query.next, purpose);
    if (after === undefined) throw invalidField('query.next', 'must be the "next" of the page before');
    const rows = await findManifests(db, event, after, size + 1);
    const page = rows.slice(0, size);
    const vulnerability = await summarise(db, event);
    const body = {
      page: { size: page.length, ...(rows.length > size ? { next: signedUuid(keys, page.at(-1)!.id, purpose) } : {}) },
      notifications: page.map(({ id, digest, distribution }) => ({
        id: signedUuid(keys, id, purpose),
        manifest: digest,
        reason: 'added',
        vulnerability: {
          ...vulnerability,
          ...(distribution === null || vulnerability.repo !== undefined ? {} : { distribution: presentDistribution(distribution) }),
        },
      })),
    };
    return answerAs('notification_page', { headers }, 200, body);
  },
});

export const deleteNotification = route({
  ...shared,
  method: 'DELETE',
  path: '/notifier/api/v1/notification/{notification}',
  access: 'editor',
  summary: 'Forget a notification that was read (Clair 4)',
  params,
  handle: async ({ params: { notification }, caller }, { db, keys }): Promise<RawAnswer> => {
    const event = await findEvent(db, caller.projects, readSignedUuid(keys, notification, notificationPurpose));
    if (event !== undefined)
      await sql`
        update delivery d set state = 'delivered', delivered_at = coalesce(d.delivered_at, now()), is_forgotten = true
        from receiver r where r.id = d.receiver_id and r.channel = 'clair' and d.event_id = ${event.id}`.execute(db);
    return new RawAnswer(200, { 'content-type': 'application/json' });
  },
});

/** One that a receiver of Clair's notifications was told of, and that was not deleted. */
async function findEvent(db: Kysely<Tables>, projects: readonly number[], id: number | undefined): Promise<StoredEvent | undefined> {
  if (id === undefined) return undefined;
  const { rows } = await sql<{ project_id: number; key: string; body: EventBody }>`
    select e.project_id, e.key, e.body from event e
    where e.id = ${id} and e.project_id = any(${[...projects]}::int[]) and e.kind = 'finding-introduced' and exists (
      select 1 from delivery d join receiver r on r.id = d.receiver_id where d.event_id = e.id and r.channel = 'clair' and not d.is_forgotten)`.execute(
    db,
  );
  const [row] = rows;
  const packageId = /^finding \S+ (\d+) \d+$/.exec(row?.key ?? '')?.[1];
  return row === undefined || packageId === undefined
    ? undefined
    : { id, project: row.project_id, packageId: Number(packageId), body: row.body };
}

interface Manifest {
  readonly id: number;
  readonly digest: string;
  readonly distribution: DetectedDistribution | null;
}

/** Images that have it now. */
async function findManifests(
  db: Kysely<Tables>,
  { project, packageId, body }: StoredEvent,
  after: number,
  limit: number,
): Promise<readonly Manifest[]> {
  const { rows } = await sql<Manifest>`
    select distinct i.id, i.digest, i.target->'distribution' as distribution
    from set_finding f join image_layer l on l.set_id = f.set_id join image i on i.id = l.image_id
    where f.vulnerability = ${body.vulnerability} and f.package_id = ${packageId} and f.gone_generation is null and i.project_id = ${project} and i.id > ${after}
    order by i.id limit ${limit}`.execute(db);
  return rows;
}

async function summarise(
  db: Kysely<Tables>,
  { packageId, body }: StoredEvent,
): Promise<{ readonly repo?: object; readonly [key: string]: unknown }> {
  const { vulnerability: name, severity = 'unknown', fixedVersion = '' } = body;
  const words = await db.selectFrom('vulnerability').select(['title', 'description']).where('id', '=', name).executeTakeFirst();
  const row = await db.selectFrom('package').select('content').where('id', '=', packageId).executeTakeFirst();
  const content = row?.content as PackageContent | undefined;
  const severityName = severityWord(severity);
  return {
    name,
    description: words?.description ?? words?.title ?? '',
    severity: severityName,
    normalized_severity: severityName,
    fixed_in_version: fixedVersion,
    links: name.startsWith('CVE-') ? `https://www.cve.org/CVERecord?id=${name}` : '',
    ...(content === undefined ? {} : { package: presentPackage({ id: packageId, layer: 0, paths: [], content }) }),
    ...(content === undefined || isOfDistribution(content.ecosystem)
      ? {}
      : { repo: { id: content.ecosystem, name: content.ecosystem, key: content.ecosystem, uri: '', cpe: '' } }),
  };
}
