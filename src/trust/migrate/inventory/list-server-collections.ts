import { JsonError } from '../../../lib/json/json-error.ts';
import { field, readArray, readObject, readString } from '../../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../../lib/json/parse-json-bounded.ts';
import { makeIssue, type Issue } from '../../../model/issue.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { parseGun } from '../../notary/gun.ts';
import { NotarySession, type NotarySessionOptions } from '../../notary/remote/notary-session.ts';

/** The repositories that a Notary server lists. */
export interface ServerCollections {
  readonly server: string;
  /** GUNs with trust data, in order. */
  readonly guns: readonly string[];
}

/** Records per page, and pages. notary returns as many records as requested. */
const [pageRecords, maxPages, maxPageBytes] = [1_000, 1_000, 4 * 1024 * 1024];

/**
 * GUNs of a server from its change feed (notary 0.7, `GET /v2/_trust/changefeed`), without deleted ones. A server that does not allow this becomes an
 * issue. Throws as opening a session does.
 */
export async function listServerCollections(
  options: NotarySessionOptions,
  issues: Issue[],
  runtime: Runtime,
): Promise<ServerCollections | undefined> {
  const host = new URL(options.server).host;
  await using session = await NotarySession.open(parseGun(host), options);
  const guns = new Set<string>();
  let last = '0';
  try {
    for (let page = 0; page < maxPages; page += 1) {
      const records = await readPage(session, last, runtime);
      for (const { gun, category } of records) {
        if (category === 'deletion') guns.delete(gun);
        else guns.add(gun);
      }
      const next = records.at(-1)?.id;
      if (records.length < pageRecords || next === undefined || next === last) return { server: session.origin, guns: [...guns].sort() };
      last = next;
    }
  } catch (error) {
    if (!(error instanceof PratiqueError) || runtime.signal.aborted) throw error;
    issues.push(makeIssue('SERVER_UNREADABLE', 'inventory', `${session.origin}: ${error.message}`));
    return undefined;
  }
  issues.push(makeIssue('MIGRATION_LIMIT', 'inventory', `${session.origin} has more than ${maxPages * pageRecords} changes; later ones were not read`));
  return { server: session.origin, guns: [...guns].sort() };
} // prettier-ignore

interface ChangeRecord {
  readonly id: string;
  readonly gun: string;
  readonly category: string;
}

async function readPage(session: NotarySession, last: string, runtime: Runtime): Promise<readonly ChangeRecord[]> {
  const what = 'the change feed';
  const path = `/v2/_trust/changefeed?records=${pageRecords}&change_id=${encodeURIComponent(last)}`;
  const answer = await session.ask({ what, actions: 'pull', path, maxBytes: maxPageBytes, timeoutMs: limits.notaryReadMs }, runtime);
  if (answer.status !== 200) throw session.failure(answer, what, runtime);
  try {
    const page = readObject(parseJsonBounded(answer.bytes, { maxBytes: maxPageBytes, maxDepth: 8 }), 'page');
    return readArray(field(page, 'records') ?? [], 'records', (value, name) => {
      const record = readObject(value, name);
      const read = (key: string): string => readString(field(record, key), `${name}.${key}`);
      return { id: read('ID'), gun: read('GUN').slice(0, 1_024), category: read('Category') };
    });
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new PratiqueError('REGISTRY_PROTOCOL', `${what}: ${error.message}`, { cause: error });
  }
}
