import { join } from 'node:path';
import { readSmallFile } from '../../../lib/file/read-small-file.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { decodeNotationTrustPolicy } from './decode-notation-trust-policy.ts';
import { type NotationTrustPolicy } from './notation-trust-policy.ts';

/** The policy for OCI artifacts in a Notation configuration directory: `trustpolicy.oci.json`, else `trustpolicy.json`. Throws NOTATION_POLICY_*. */
export async function readTrustPolicy(directory: string): Promise<NotationTrustPolicy> {
  for (const name of ['trustpolicy.oci.json', 'trustpolicy.json']) {
    const path = join(directory, name);
    const file = await readSmallFile(path, { maxBytes: limits.notationPolicyBytes, refusesLinks: true }).catch((cause: unknown) => {
      throw new PratiqueError('CONFIG_INVALID', `${path} cannot be read`, { cause });
    });
    if (file.kind === 'content') return decodeNotationTrustPolicy(file.bytes, path);
    if (file.kind !== 'missing') throw new VerificationError('NOTATION_POLICY_INVALID', path, `it is ${file.kind}`);
  }
  throw new VerificationError('NOTATION_POLICY_MISSING', directory, 'there is no trustpolicy.oci.json and no trustpolicy.json');
}
