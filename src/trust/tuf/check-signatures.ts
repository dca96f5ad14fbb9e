import { VerificationError } from '../../model/trust/verification-error.ts';
import { findSignatureFault, type SignatureFault } from '../crypto/verify-signature.ts';
import { type KeyRole } from './key-role.ts';
import { type Metadata, type MetadataFile, type MetadataSignature } from './metadata.ts';
import { quote } from './read-fields.ts';

/**
 * Throws SIGNATURES_BELOW_THRESHOLD unless as many distinct keys of the role have signed the file as its threshold requires (TUF 1.0,
 * section 4.2). Signatures of other keys are ignored: a rotated root has those of the old keys too.
 */
export function checkSignatures(file: MetadataFile<Metadata>, role: KeyRole): void {
  const { signers, faults } = verifyEach(file, role.keys);
  if (signers.size >= role.threshold) return;
  const count = `the ${file.role} metadata has ${signers.size} of ${role.threshold} required signatures`;
  const reason = faults.length === 0 ? noneKnown(file.signatures) : faults.slice(0, 4).join('; ');
  throw new VerificationError('SIGNATURES_BELOW_THRESHOLD', file.role, `${count}: ${reason}`);
}

/** Canonical IDs of those of the keys that have signed the file, each once. */
export function signingKeys(file: MetadataFile<Metadata>, keys: KeyRole['keys']): readonly string[] {
  return [...verifyEach(file, keys).signers];
}

function verifyEach(
  file: MetadataFile<Metadata>,
  keys: KeyRole['keys'],
): { readonly signers: ReadonlySet<string>; readonly faults: readonly string[] } {
  const signers = new Set<string>();
  const faults: string[] = [];
  for (const signature of file.signatures) {
    const key = keys.get(signature.keyId);
    if (key === undefined) continue;
    const fault = findSignatureFault(key, signature.method, file.canonical, signature.bytes);
    if (fault === undefined) signers.add(key.canonicalId);
    else faults.push(describe(signature, fault));
  }
  return { signers, faults };
}

function noneKnown(signatures: readonly MetadataSignature[]): string {
  if (signatures.length === 0) return 'it has no signatures';
  return `the others are of ${signatures
    .slice(0, 4)
    .map(({ keyId }) => quote(keyId))
    .join(', ')}`;
}

const reasons: Readonly<Record<SignatureFault, string>> = {
  method: 'uses a method that does not fit its key',
  length: 'has the wrong length',
  range: 'has a number out of range',
  mismatch: 'does not match',
};

function describe({ keyId, method }: MetadataSignature, fault: SignatureFault): string {
  return `the ${quote(method)} signature of key ${keyId} ${reasons[fault]}`;
}
