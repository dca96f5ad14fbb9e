import { type SignerIdentity, type TrustedSignature } from '../../model/trust/trust-verdict.ts';

/**
 * Counts the distinct signers of one scheme's signatures: as many as can be told apart by both who they are and the key that signed. A key counts once
 * however often it signed and however many signers have it, and so does an identity: two certificates for one subject, or two runs of one workflow, are one signer, and
 * so is a signer with several keys.
 */
export function countSigners(signatures: readonly TrustedSignature[]): number {
  const keysOf = new Map<string, Set<string>>();
  for (const { signer } of signatures) {
    const identity = identityOf(signer);
    const keys = keysOf.get(identity) ?? new Set();
    for (const key of signingKeys(signer)) keys.add(key);
    keysOf.set(identity, keys);
  }
  // Each identity takes one of its keys, and each key serves one identity: a largest matching, found along augmenting paths.
  const takenBy = new Map<string, string>();
  const take = (identity: string, tried: Set<string>): boolean =>
    [...(keysOf.get(identity) ?? [])].some((key) => {
      if (tried.has(key)) return false;
      tried.add(key);
      const holder = takenBy.get(key);
      if (holder !== undefined && !take(holder, tried)) return false;
      takenBy.set(key, identity);
      return true;
    });
  return [...keysOf.keys()].filter((identity) => take(identity, new Set())).length;
}

/**
 * A certificate authority may write one name in several ways, which are one signer: other case, white space or Unicode form, or the parts of a
 * distinguished name in another order.
 */
function identityOf({ issuer = '', subject, name }: SignerIdentity): string {
  const parts = (subject ?? name)
    .normalize('NFKC')
    .toLowerCase()
    .split(/(?<!\\),/);
  return JSON.stringify([issuer.toLowerCase(), ...parts.map((part) => part.trim().replace(/\s+/g, ' ')).sort()]);
}

function signingKeys(signer: SignerIdentity): readonly string[] {
  const { keyId, keyIds, certificateFingerprint, certificateKeyId } = signer;
  const one = keyId ?? certificateKeyId;
  const keys = keyIds ?? (one === undefined ? [] : [one]);
  if (keys.length > 0) return keys.map((key) => JSON.stringify(['key', key]));
  return [certificateFingerprint === undefined ? identityOf(signer) : JSON.stringify(['certificate', certificateFingerprint])];
}
