import { type SignerIdentity, type TrustedSignature } from '../../model/trust/trust-verdict.ts';

/**
 * Counts the distinct signers of one scheme's signatures. A key counts once however often it signed and whoever else has it, and so does a subject: two
 * certificates of one authority for the same subject, or two runs of one workflow, count once. A signer with several keys is one signer.
 */
export function countSigners(signatures: readonly TrustedSignature[]): number {
  // Each signature takes one of its keys, and each key serves one signature: a largest matching, found along augmenting paths.
  const takenBy = new Map<string, readonly string[]>();
  const take = (keys: readonly string[], tried: Set<string>): boolean =>
    keys.some((key) => {
      if (tried.has(key)) return false;
      tried.add(key);
      const holder = takenBy.get(key);
      if (holder !== undefined && !take(holder, tried)) return false;
      takenBy.set(key, keys);
      return true;
    });
  return signatures.filter(({ signer }) => take(signerKeys(signer), new Set())).length;
}

function signerKeys({ issuer, subject, keyId, keyIds, certificateFingerprint, name }: SignerIdentity): readonly string[] {
  if (subject !== undefined) return [JSON.stringify(['subject', issuer ?? '', subject])];
  const keys = keyIds ?? (keyId === undefined ? [] : [keyId]);
  if (keys.length > 0) return keys.map((key) => JSON.stringify(['key', key]));
  return [JSON.stringify(certificateFingerprint === undefined ? ['name', name] : ['certificate', certificateFingerprint])];
}
