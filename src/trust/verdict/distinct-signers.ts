import { type SignerIdentity, type TrustedSignature } from '../../model/trust/trust-verdict.ts';

/**
 * How many different signers made the signatures of one scheme. A key counts once however often it signed, and so does a name: of two certificates
 * that one authority made out to the same subject, or two builds of one workflow, only one counts.
 */
export function countSigners(signatures: readonly TrustedSignature[]): number {
  return new Set(signatures.map(({ signer }) => signerKey(signer))).size;
}

function signerKey({ issuer, subject, keyId, certificateFingerprint, name }: SignerIdentity): string {
  if (subject !== undefined) return JSON.stringify(['subject', issuer ?? '', subject]);
  if (keyId !== undefined) return JSON.stringify(['key', keyId]);
  return JSON.stringify(certificateFingerprint === undefined ? ['name', name] : ['certificate', certificateFingerprint]);
}
