import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import { type Tables } from '../../../postgres/tables.ts';
import { parseReference } from '../../../model/reference.ts';
import { type Caller } from '../../auth/caller.ts';

export interface ScanRequest {
  readonly state: string;
  readonly message?: string;
  /** Of what was scanned. */
  readonly digest?: string;
  readonly artifact: { readonly repository: string; readonly digest: string };
}

/** A scan that was asked for, by the id of its job; `undefined` where the caller's projects have none. */
export async function findScanRequest(db: Kysely<Tables>, { projects }: Caller, id: string): Promise<ScanRequest | undefined> {
  if (!z.uuid().safeParse(id).success) return undefined;
  const { rows } = await sql<{ state: string; reference: string; message: string | null; digest: string | null }>`
    select state::text as state, data->>'subject' as reference, output->>'message' as message, output->>'digest' as digest
    from pgboss.job where name = 'scan' and id = ${id}::uuid and (data->>'project')::int = any(${[...projects]}::int[])`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { repository, digest: asked = '' } = parseReference(row.reference);
  return {
    state: row.state,
    ...(row.message === null ? {} : { message: row.message }),
    ...(row.digest === null ? {} : { digest: row.digest }),
    artifact: { repository, digest: asked },
  };
}
