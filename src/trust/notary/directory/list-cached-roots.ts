import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { decodeRoot } from '../../tuf/decode-root.ts';
import { maxMetadataBytes } from '../../tuf/max-metadata-bytes.ts';
import { readTrustFile } from './read-trust-file.ts';
import { type TrustDirectory } from './trust-directory.ts';
import { isMissing, toTrustFileError } from './trust-file-error.ts';

/** A root key of a repository under both of its IDs. */
export interface CachedRootKey {
  readonly gun: string;
  /** ID of its certificate, as root metadata list it and policies pin it. */
  readonly rootKeyId: string;
  /** ID of the bare key, after which the file of the private key is named. */
  readonly privateKeyId: string;
}

/** Root keys of all repositories whose root is cached here, by repository. Roots that cannot be read are left out. Throws LIMIT_EXCEEDED and TRUST_FILE_UNUSABLE. */
export async function listCachedRoots({ path }: TrustDirectory): Promise<readonly CachedRootKey[]> {
  const found: CachedRootKey[] = [];
  for (const parts of await findRepositories(join(path, 'tuf'), [])) {
    const file = await readTrustFile(join(path, 'tuf', ...parts, 'metadata', 'root.json'), maxMetadataBytes('root'));
    if (file !== undefined) found.push(...rootKeysOf(parts.join('/'), file.bytes));
  }
  return found;
}

function rootKeysOf(gun: string, bytes: Buffer): readonly CachedRootKey[] {
  try {
    const { keys, roles } = decodeRoot(bytes).content;
    return roles.root.keyIds.map((id) => ({ gun, rootKeyId: id, privateKeyId: keys.get(id)?.canonicalId ?? id }));
  } catch (error) {
    if (error instanceof VerificationError) return [];
    throw error;
  }
}

/** Deepest repository name that is searched: parts. */
const maxDepth = 16;

async function findRepositories(folder: string, parts: readonly string[]): Promise<readonly (readonly string[])[]> {
  const entries = await readdir(join(folder, ...parts), { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw toTrustFileError(error, join(folder, ...parts), 'cannot be listed');
  });
  const names = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  const found = names.includes('metadata') ? [parts] : [];
  for (const name of parts.length < maxDepth ? names : [])
    if (!ownFolders.has(name)) found.push(...(await findRepositories(folder, [...parts, name])));
  if (found.length > limits.trustKeys)
    throw new PratiqueError('LIMIT_EXCEEDED', `${folder} has more than ${limits.trustKeys} repositories`);
  return found;
}

const ownFolders = new Set(['metadata', 'changelist', 'pratique-pending', 'pratique-roots']);
