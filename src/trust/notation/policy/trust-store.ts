import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readSmallFile } from '../../../lib/file/read-small-file.ts';
import { limits } from '../../../model/limits.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type NotationCertificate } from '../certificate/notation-certificate.ts';
import { decodeTrustedCertificates } from './decode-trusted-certificates.ts';
import { type TrustStoreName } from './notation-trust-policy.ts';

/** Named collections of trusted certificates. */
export interface TrustStore {
  /** At least one certificate. Throws NOTATION_STORE_INVALID for a store that is missing, empty or has anything in it that cannot be trusted. */
  readCertificates(store: TrustStoreName, runtime: Runtime): Promise<readonly NotationCertificate[]>;
}

/** The trust store of a Notation configuration directory: files `truststore/x509/TYPE/NAME/*.{pem,crt,cer}`, no symbolic links. Read when asked for. */
export function openTrustStore(directory: string): TrustStore {
  return { readCertificates: (store, runtime) => readStore(join(directory, 'truststore', 'x509', store.type, store.name), store, runtime) };
}

async function readStore(path: string, store: TrustStoreName, runtime: Runtime): Promise<readonly NotationCertificate[]> {
  const certificates: NotationCertificate[] = [];
  for (const name of await listFiles(path, runtime)) {
    const filePath = join(path, name);
    const file = await readSmallFile(filePath, { maxBytes: limits.notationStoreFileBytes, refusesLinks: true }).catch((cause: unknown) => {
      throw new VerificationError('NOTATION_STORE_INVALID', filePath, 'it cannot be read', { cause });
    });
    if (file.kind !== 'content') throw new VerificationError('NOTATION_STORE_INVALID', filePath, `it is ${file.kind}`);
    certificates.push(...decodeTrustedCertificates(file.bytes, store.type, filePath));
  }
  if (certificates.length === 0) throw new VerificationError('NOTATION_STORE_INVALID', path, 'it has no certificate');
  return certificates;
}

/** Files by their extension, links included so that reading refuses them; directories are ignored, as the specification says. */
async function listFiles(path: string, runtime: Runtime): Promise<readonly string[]> {
  try {
    if (!(await lstat(path)).isDirectory())
      throw new VerificationError('NOTATION_STORE_INVALID', path, 'it is not a directory, or a symbolic link');
    const entries = await readdir(path, { withFileTypes: true });
    if (entries.length > limits.notationStoreFiles)
      throw new VerificationError('NOTATION_STORE_INVALID', path, `it has more than ${limits.notationStoreFiles} entries`);
    const isCandidate = (name: string): boolean => /\.(?:pem|crt|cer)$/i.test(name);
    const ignored = entries.filter((entry) => entry.isDirectory() || (!isCandidate(entry.name) && !entry.isSymbolicLink()));
    if (ignored.length > 0) runtime.log.warn('entries of a trust store are ignored', { path, names: ignored.map(({ name }) => name) });
    return entries
      .filter((entry) => !ignored.includes(entry))
      .map(({ name }) => name)
      .sort();
  } catch (cause) {
    if (cause instanceof VerificationError) throw cause;
    throw new VerificationError('NOTATION_STORE_INVALID', path, 'it does not exist or cannot be read', { cause });
  }
}
