import { basename } from 'node:path';
import { type TarFile } from '../../../lib/tar/format-tar.ts';
import { makeIssue, type Issue } from '../../../model/issue.ts';
import { quietRuntime } from '../../../model/runtime.ts';
import { limits } from '../../../model/limits.ts';
import { readTrustFile } from '../../notary/directory/read-trust-file.ts';
import { privateFolder, type TrustDirectory } from '../../notary/directory/trust-directory.ts';
import { KeyStore, type StoredKey } from '../../notary/key/key-store.ts';
import { type ExportedPrivateKey } from './export-index.ts';

/** Private keys of a trust directory that belong to a repository, by their public keys in its metadata or by the GUN in their files. None is decrypted. */
export async function collectPrivateKeys(
  request: { readonly gun: string; readonly trustDirectory?: TrustDirectory; readonly withPrivateKeys: boolean },
  canonicalKeyIds: readonly string[],
  issues: Issue[],
): Promise<{ readonly described: readonly ExportedPrivateKey[]; readonly files: readonly TarFile[] }> {
  if (request.trustDirectory === undefined) return { described: [], files: [] };
  const store = new KeyStore(privateFolder(request.trustDirectory), () => Promise.resolve(undefined), { log: quietRuntime().log });
  const own = (await store.list()).filter(({ id, gun }) => gun === request.gun || canonicalKeyIds.includes(id));
  const described: ExportedPrivateKey[] = [];
  const files: TarFile[] = [];
  for (const key of own) {
    const file = request.withPrivateKeys ? await readKeyFile(key, issues) : undefined;
    if (file !== undefined) files.push(file);
    described.push({
      keyId: key.id,
      role: key.role,
      ...(key.gun === undefined ? {} : { gun: key.gun }),
      isEncrypted: key.isEncrypted,
      ...(file === undefined ? {} : { path: file.name }),
    });
  }
  return { described, files };
}

/** The file unchanged; `undefined` for an unencrypted key. */
async function readKeyFile({ id, path, isEncrypted }: StoredKey, issues: Issue[]): Promise<TarFile | undefined> {
  if (!isEncrypted) {
    issues.push(makeIssue('TRUST_DATA_DOUBTFUL', 'export', 'private key not exported: it is not encrypted', { path }));
    return undefined;
  }
  const file = await readTrustFile(path, limits.privateKeyBytes);
  return file === undefined ? undefined : { name: `private/${basename(`${id}.key`)}`, bytes: file.bytes, mode: 0o600 };
}
