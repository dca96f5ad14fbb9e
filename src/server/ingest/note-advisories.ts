import { sql, type Transaction } from 'kysely';
import { type AdvisoryDataUsed } from '../../model/report.ts';
import { type Tables } from '../../postgres/tables.ts';
import { toJson } from '../../postgres/to-json.ts';

export interface NotedAdvisories {
  /** Of the advisories that answered: findings of the same or a later generation need not be replaced. */
  readonly generation: number;
  /** Shards that are other than when they were last seen: what was matched with the old ones has to be matched again. */
  readonly changed: readonly string[];
}

/** Compares the advisories that answered with those known so far. One that was built earlier than the known one is a worker that lags behind, and changes nothing. */
export async function noteAdvisories(transaction: Transaction<Tables>, used: AdvisoryDataUsed): Promise<NotedAdvisories> {
  if (used.shards.length === 0) return { generation: 1, changed: [] };
  const names = used.shards.map(({ name }) => name);
  const known = new Map(
    (await transaction.selectFrom('advisory_shard').selectAll().where('name', 'in', names).execute()).map((row) => [row.name, row]),
  );
  const builtAt = used.builtAt ?? null;
  const changed = used.shards.filter(({ name, digest }) => {
    const row = known.get(name);
    if (row === undefined) return true;
    const isOlder = builtAt !== null && row.built_at !== null && builtAt < row.built_at;
    return row.digest !== digest && !isOlder;
  });
  if (changed.length === 0) return { generation: Math.max(...[...known.values()].map(({ generation }) => generation)), changed: [] };
  // One at a time: two workers that see the same change make one generation of it.
  await sql`select pg_advisory_xact_lock(7073411)`.execute(transaction);
  const { id: generation } = await transaction.insertInto('generation').defaultValues().returning('id').executeTakeFirstOrThrow();
  await sql`
    insert into advisory_shard (name, digest, built_at, generation)
    select name, digest, ${builtAt}::timestamptz, ${generation} from jsonb_to_recordset(${toJson(changed)}::jsonb) as s(name text, digest text)
    on conflict (name) do update set digest = excluded.digest, built_at = excluded.built_at, generation = excluded.generation`.execute(
    transaction,
  );
  return { generation, changed: changed.map(({ name }) => name) };
}
