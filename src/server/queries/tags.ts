import { sql, type Kysely } from 'kysely';
import { type ImageReference } from '../../model/reference.ts';
import { type Tables } from '../../postgres/tables.ts';

/** The row of a repository, made at its first image. */
export async function repositoryId(db: Kysely<Tables>, project: number, registry: string, name: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into repository (project_id, registry, name) values (${project}, ${registry}, ${name})
    on conflict (project_id, registry, name) do update set name = excluded.name returning id`.execute(db);
  return rows[0]!.id;
}

/** Points a tag to a digest, and keeps the move in its history. Without a tag only the repository is made. */
export async function noteTag(
  db: Kysely<Tables>,
  project: number,
  { registry, repository, tag, digest: pinned }: ImageReference,
  digest: string,
): Promise<void> {
  const id = await repositoryId(db, project, registry, repository);
  if (tag === undefined || (pinned !== undefined && pinned !== digest)) return;
  const before = await db.selectFrom('tag').select('digest').where('repository_id', '=', id).where('name', '=', tag).executeTakeFirst();
  if (before?.digest === digest) return;
  await sql`
    insert into tag (repository_id, name, digest) values (${id}, ${tag}, ${digest})
    on conflict (repository_id, name) do update set digest = excluded.digest, pushed_at = now()`.execute(db);
  await db.insertInto('tag_move').values({ repository_id: id, name: tag, digest }).execute();
}

/** Removes a tag that its registry no longer has; its history stays. */
export async function removeTag(db: Kysely<Tables>, project: number, registry: string, repository: string, tag: string): Promise<boolean> {
  const { rows } = await sql<{ id: number }>`
    delete from tag t using repository r where t.repository_id = r.id and r.project_id = ${project} and r.registry = ${registry} and r.name = ${repository} and t.name = ${tag}
    returning r.id`.execute(db);
  for (const { id } of rows) await db.insertInto('tag_move').values({ repository_id: id, name: tag, digest: null }).execute();
  return rows.length > 0;
}

/** Removes every tag of a repository that points to a digest that its registry no longer has. */
export async function removeDigest(
  db: Kysely<Tables>,
  project: number,
  registry: string,
  repository: string,
  digest: string,
): Promise<boolean> {
  const { rows } = await sql<{ id: number; name: string }>`
    delete from tag t using repository r where t.repository_id = r.id and r.project_id = ${project} and r.registry = ${registry} and r.name = ${repository} and t.digest = ${digest}
    returning r.id, t.name`.execute(db);
  for (const { id, name } of rows) await db.insertInto('tag_move').values({ repository_id: id, name, digest: null }).execute();
  return rows.length > 0;
}

/** Which images an index has, one for each platform. */
export async function noteIndex(db: Kysely<Tables>, project: number, indexDigest: string, imageDigests: readonly string[]): Promise<void> {
  const others = imageDigests.filter((digest) => digest !== indexDigest);
  for (const image_digest of others)
    await db
      .insertInto('index_image')
      .values({ project_id: project, index_digest: indexDigest, image_digest })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}
