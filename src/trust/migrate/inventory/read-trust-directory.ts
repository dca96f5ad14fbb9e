import { stat } from 'node:fs/promises';
import { basename, relative, sep } from 'node:path';
import { readSmallFile } from '../../../lib/file/read-small-file.ts';
import { describeSystemError } from '../../../lib/file/describe-system-error.ts';
import { field, isJsonObject } from '../../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../../lib/json/parse-json-bounded.ts';
import { messageOf } from '../../../lib/text/message-of.ts';
import { makeIssue, type Issue } from '../../../model/issue.ts';
import { limits } from '../../../model/limits.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { walkFiles } from './walk-files.ts';

/** What a Notary client stores on this machine (docker/cli, notary: trust directory). None of it is verified. */
export interface TrustDirectory {
  readonly path: string;
  readonly keys: readonly KeptKey[];
  readonly collections: readonly KeptCollection[];
}

/** A private key file. The key is not decrypted. */
export interface KeptKey {
  readonly path: string;
  /** From the file's name. */
  readonly keyId: string;
  readonly role: string;
  readonly gun?: string;
  readonly isEncrypted: boolean;
}

/** The cached metadata of one GUN. */
export interface KeptCollection {
  readonly gun: string;
  readonly roles: readonly { readonly role: string; readonly version?: number; readonly expires?: Date }[];
  /** Changes that were staged and never published. */
  readonly stagedChanges: number;
}

/** `undefined` when there is no such folder. Files that cannot be read become issues. */
export async function readTrustDirectory(path: string, issues: Issue[], runtime: Runtime): Promise<TrustDirectory | undefined> {
  if (!(await isFolder(path))) return undefined;
  const keys: KeptKey[] = [];
  const collections = new Map<string, { roles: KeptCollection['roles'][number][]; stagedChanges: number }>();
  let files = 0;
  for await (const file of walkFiles(path, { entries: 0, links: 0, skipped: 0 }, issues, runtime)) {
    files += 1;
    if (files > limits.trustDirectoryFiles) {
      issues.push(makeIssue('MIGRATION_LIMIT', 'inventory', `more than ${limits.trustDirectoryFiles} files; the rest was not read`, { path }));
      break;
    }
    const inside = relative(path, file.path).split(sep).join('/');
    if (/^private\/.*\.key$/.test(inside)) keys.push(...(await readKey(file.path, issues)));
    const [, gun, folder] = /^tuf\/(.+?)\/(metadata|changelist)\//.exec(inside) ?? [];
    if (gun === undefined) continue;
    const collection = collections.get(gun) ?? { roles: [], stagedChanges: 0 };
    collections.set(gun, collection);
    if (folder === 'changelist' && inside.endsWith('.change')) collection.stagedChanges += 1;
    if (folder === 'metadata' && inside.endsWith('.json')) collection.roles.push(...(await readMetadata(file.path, gun, inside, issues)));
  }
  return { path, keys, collections: [...collections].map(([gun, rest]) => ({ gun, ...rest })) };
} // prettier-ignore

/** notary 0.6 and later writes `role` and `gun` as PEM headers; earlier versions put them into folder names and suffixes. */
async function readKey(path: string, issues: Issue[]): Promise<readonly KeptKey[]> {
  const text = await readText(path, issues);
  if (text === undefined) return [];
  const old = /(?:root_keys|tuf_keys\/(.+))\/[^/]+$/.exec(path.split(sep).join('/'));
  const [keyId = '', suffix] = basename(path, '.key').split('_');
  const role = /^role: *(\S+)/m.exec(text)?.[1] ?? suffix ?? (old?.[0].startsWith('root_keys') === true ? 'root' : 'unknown');
  const gun = /^gun: *(\S+)/m.exec(text)?.[1] ?? old?.[1];
  if (!text.includes('PRIVATE KEY-----')) {
    issues.push(makeIssue('TRUST_FILE_INVALID', 'inventory', 'is not a private key', { path }));
    return [];
  }
  return [{ path, keyId, role, ...(gun === undefined ? {} : { gun }), isEncrypted: text.includes('ENCRYPTED') }];
}

async function readMetadata(path: string, gun: string, inside: string, issues: Issue[]): Promise<KeptCollection['roles']> {
  const text = await readText(path, issues);
  if (text === undefined) return [];
  const role = inside.slice(`tuf/${gun}/metadata/`.length, -'.json'.length);
  try {
    const document = parseJsonBounded(Buffer.from(text), { maxBytes: limits.inventoryFileBytes, maxDepth: limits.documentDepth });
    const signed = isJsonObject(document) ? field(document, 'signed') : undefined;
    if (!isJsonObject(signed)) throw new Error('no signed part');
    const [version, expires] = [field(signed, 'version'), new Date(String(field(signed, 'expires')))];
    return [{ role, ...(typeof version === 'number' ? { version } : {}), ...(Number.isNaN(expires.getTime()) ? {} : { expires }) }];
  } catch (error) {
    const reason = messageOf(error);
    issues.push(makeIssue('TRUST_FILE_INVALID', 'inventory', `cached metadata of ${gun}: ${reason}`, { path }));
    return [{ role }];
  }
}

async function readText(path: string, issues: Issue[]): Promise<string | undefined> {
  try {
    const file = await readSmallFile(path, { maxBytes: limits.inventoryFileBytes });
    if (file.kind === 'content') return file.bytes.toString('utf8');
    const issue =
      file.kind === 'too large'
        ? makeIssue('FILE_TOO_LARGE', 'inventory', `has ${file.size} bytes, more than ${limits.inventoryFileBytes}, and was not read`, {
            path,
          })
        : makeIssue('FILE_UNREADABLE', 'inventory', `cannot be read: it is ${file.kind}`, { path });
    issues.push(issue);
  } catch (error) {
    issues.push(makeIssue('FILE_UNREADABLE', 'inventory', `cannot be read: ${describeSystemError(error)}`, { path }));
  }
  return undefined;
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isDirectory(),
    () => false,
  );
}
