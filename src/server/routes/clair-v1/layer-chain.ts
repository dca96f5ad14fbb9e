import { hash } from 'node:crypto';
import { type Kysely } from 'kysely';
import { parseDigest } from '../../../model/digest.ts';
import { limits } from '../../../model/limits.ts';
import { type LocatedLayer } from '../../../model/located-layer.ts';
import { type Tables } from '../../../postgres/tables.ts';
import { type ServerKeys } from '../../auth/secrets.ts';
import { Problem } from '../../http/problem.ts';
import { openSealedLocation } from '../../peer/sealed-layers.ts';

export interface ChainLayer extends LocatedLayer {
  readonly name: string;
}

/** A named layer with all below it, base first; empty where there is none of that name. */
export async function readChain(db: Kysely<Tables>, keys: ServerKeys, project: number, name: string): Promise<readonly ChainLayer[]> {
  const chain: ChainLayer[] = [];
  let next: string | null = name;
  while (next !== null) {
    const row: { name: string; parent: string | null; digest: string; location: Buffer } | undefined = await db
      .selectFrom('named_layer')
      .select(['name', 'parent', 'digest', 'location'])
      .where('project_id', '=', project)
      .where('name', '=', next)
      .executeTakeFirst();
    if (row === undefined) break;
    if (chain.length >= limits.layers) throw new Problem(400, `${name} has more than ${limits.layers} layers below it`);
    chain.push({ ...openSealedLocation(keys, row.location, `${project} ${row.name}`), digest: parseDigest(row.digest), name: row.name });
    next = row.parent;
  }
  return chain.reverse();
}

/** Clair 1 has no manifests: the layers of a chain name the image. */
export function chainDigest(chain: readonly ChainLayer[]): string {
  return `sha256:${hash('sha256', `layers\n${chain.map(({ digest }) => digest).join('\n')}`)}`;
}
