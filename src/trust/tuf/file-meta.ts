import { createHash } from 'node:crypto';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { hashAlgorithms } from './decode-file-meta.ts';
import { type FileMeta } from './metadata.ts';

/** Length, sha256 and sha512 of a metadata file, as snapshots and timestamps of notary have them. */
export function fileMetaOf(bytes: Buffer): FileMeta {
  return { length: bytes.length, hashes: new Map([...hashAlgorithms.keys()].map((algorithm) => [algorithm, hashOf(algorithm, bytes)])) };
}

/** Whether `bytes` are the file that `meta` describes: its length and every known hash match. */
export function isFile(bytes: Buffer, meta: FileMeta): boolean {
  return findDifference(bytes, meta) === undefined;
}

/** Throws METADATA_HASH_MISMATCH unless `bytes` are the file that `meta` describes; `by` is the role that lists it. */
export function checkFile(role: string, bytes: Buffer, meta: FileMeta, by: string, hint?: string): void {
  const difference = findDifference(bytes, meta);
  if (difference === undefined) return;
  throw new VerificationError(
    'METADATA_HASH_MISMATCH',
    role,
    `the ${role} metadata is not the file that the ${by} lists: ${difference}`,
    hint === undefined ? {} : { hint },
  );
}

function findDifference(bytes: Buffer, meta: FileMeta): string | undefined {
  if (bytes.length !== meta.length) return `it has ${bytes.length} bytes, not ${meta.length}`;
  for (const algorithm of hashAlgorithms.keys()) {
    const wanted = meta.hashes.get(algorithm);
    if (wanted !== undefined && !hashOf(algorithm, bytes).equals(wanted)) return `its ${algorithm} is not ${wanted.toString('hex')}`;
  }
  return undefined;
}

function hashOf(algorithm: string, bytes: Buffer): Buffer {
  return createHash(algorithm).update(bytes).digest();
}
