import { type SignerIdentity, type TrustedSignature } from '../../model/trust/trust-verdict.ts';

/**
 * Counts the distinct signers of one scheme's signatures. A key counts once however often it signed, and so does a subject: two certificates of one
 * authority for the same subject, or two runs of one workflow, count once.
 */
export function countSigners(signatures: readonly TrustedSignature[]): number {
  return new Set(signatures.map(({ signer }) => signerKey(signer))).size;
}

function signerKey({ issuer, subject, keyId, certificateFingerprint, name }: SignerIdentity): string {
  if (subject !== undefined) return JSON.stringify(['subject', issuer ?? '', subject]);
  if (keyId !== undefined) return JSON.stringify(['key', keyId]);
  return JSON.stringify(certificateFingerprint === undefined ? ['name', name] : ['certificate', certificateFingerprint]);
}
