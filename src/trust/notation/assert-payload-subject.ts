import { VerificationError } from '../../model/trust/verification-error.ts';
import { type Descriptor } from '../../oci/document/descriptor.ts';
import { type SubjectDescriptor } from '../store/resolve-image.ts';

/**
 * What was signed is what was asked for, by digest, size and media type, and carries the required metadata (CVE-2023-33959: these were not
 * compared). Throws DIGEST_DIFFERS, SIZE_DIFFERS, NOTATION_PAYLOAD_INVALID and NOTATION_METADATA_MISMATCH.
 */
export function assertPayloadSubject(
  signed: Descriptor,
  wanted: SubjectDescriptor,
  metadata: ReadonlyMap<string, string> | undefined,
  what: string,
): void {
  if (signed.digest !== wanted.digest)
    throw new VerificationError('DIGEST_DIFFERS', what, `it is for ${signed.digest}, not for ${wanted.digest}`);
  if (signed.size !== wanted.size)
    throw new VerificationError('SIZE_DIFFERS', what, `it is for content of ${signed.size} bytes, not ${wanted.size}`);
  if (signed.mediaType !== wanted.mediaType)
    throw new VerificationError('NOTATION_PAYLOAD_INVALID', what, `it is for a ${signed.mediaType}, not a ${wanted.mediaType}`);
  for (const [name, value] of metadata ?? []) {
    const actual = signed.annotations.get(name);
    if (actual === value) continue;
    const shown = actual === undefined ? 'is missing' : `is ${JSON.stringify(actual.slice(0, 80))}`;
    throw new VerificationError(
      'NOTATION_METADATA_MISMATCH',
      what,
      `the metadata ${JSON.stringify(name)} ${shown}, not ${JSON.stringify(value)}`,
    );
  }
}
