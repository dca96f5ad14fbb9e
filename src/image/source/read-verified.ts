import { shortDigest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type Descriptor } from '../../oci/document/descriptor.ts';
import { verifyDigest } from '../../oci/document/verify-digest.ts';
import { type BlobSource } from './blob-source.ts';

/**
 * Reads a document and verifies it against its descriptor. What changes while it is read is tried once more (a layout that is
 * being written). Throws DOCUMENT_TOO_LARGE, DIGEST_MISMATCH, and what the source throws.
 */
export async function readVerified(descriptor: Descriptor, what: string, blobs: BlobSource, runtime: Runtime): Promise<Uint8Array> {
  if (descriptor.data !== undefined) return descriptor.data;
  if (descriptor.size > limits.documentBytes)
    throw new PratiqueError('DOCUMENT_TOO_LARGE', `${what} is ${descriptor.size} bytes long, more than ${limits.documentBytes}`);
  try {
    return verify(await blobs.readDocument(descriptor), descriptor, what);
  } catch (error) {
    if (!(error instanceof PratiqueError && error.code === 'DIGEST_MISMATCH')) throw error;
    runtime.log.debug('a document does not match its digest; trying once more', { digest: descriptor.digest });
    return verify(await blobs.readDocument(descriptor), descriptor, what);
  }
}

function verify(bytes: Uint8Array, descriptor: Descriptor, what: string): Uint8Array {
  const name = `${what} ${shortDigest(descriptor.digest)}`;
  verifyDigest(bytes, descriptor.digest, name);
  if (bytes.length === descriptor.size) return bytes;
  throw new PratiqueError('DOCUMENT_INVALID', `${name} is ${bytes.length} bytes long, its descriptor says ${descriptor.size}`);
}
