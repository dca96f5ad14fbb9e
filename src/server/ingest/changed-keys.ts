import { hash } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { type AdvisoryStore } from '../../advisory/store/advisory-store.ts';
import { formatAdvisoryKey } from '../../model/advisory-key.ts';
import { type AdvisoryKey } from '../../model/advisory.ts';
import { type EcosystemId } from '../../model/ecosystem.ts';
import { type Tables } from '../../postgres/tables.ts';

export interface ChangedKey {
  readonly id: number;
  /** Of the facts that the store has now. */
  readonly factsHash: string;
}

const pageSize = 5_000;

/** Keys of stored packages about which a store says something else than when they were last matched. */
export async function* changedKeys(db: Kysely<Tables>, store: AdvisoryStore): AsyncGenerator<readonly ChangedKey[], void, undefined> {
  for (let after = 0; ;) {
    const rows = await db.selectFrom('advisory_key').selectAll().where('id', '>', after).orderBy('id').limit(pageSize).execute();
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
    const keys = rows.map(toKey);
    const facts = await store.find(keys);
    const changed = rows.flatMap((row, at) => {
      const known = facts.get(formatAdvisoryKey(keys[at]!))?.all() ?? [];
      const factsHash = hash('sha256', JSON.stringify(known)).slice(0, 32);
      return factsHash === row.facts_hash ? [] : [{ id: row.id, factsHash }];
    });
    if (changed.length > 0) yield changed;
  }
}

/** Notes what these keys were matched with. */
export async function noteMatched(db: Kysely<Tables>, keys: readonly ChangedKey[]): Promise<void> {
  await sql`
    update advisory_key k set facts_hash = g.hash
    from unnest(${keys.map(({ id }) => id)}::int[], ${keys.map(({ factsHash }) => factsHash)}::text[]) as g(id, hash) where k.id = g.id`.execute(
    db,
  );
}

function toKey({ shard, name }: { readonly shard: string; readonly name: string }): AdvisoryKey {
  const at = shard.indexOf('@');
  if (at === -1) return { ecosystem: shard as EcosystemId, name };
  return { ecosystem: shard.slice(0, at) as EcosystemId, release: shard.slice(at + 1), name };
}
