import { JsonError } from '../../lib/json/json-error.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { DerError } from '../x509/der-error.ts';
import { readSubject } from './certificate/read-subject.ts';
import { type ExpectedSigner, formatExpectedText } from './identity/expected-signer.ts';
import { KeyRefused, readVerificationKey } from './key/to-verification-key.ts';
import { keyFingerprint, type VerificationKey } from './key/verification-key.ts';
import { readLogEntryClaims } from './log/read-log-entry-claims.ts';
import { type SignedContent, type SignedMaterial, type SignerMaterial } from './signed-material.ts';

type ExpectedKey = Extract<ExpectedSigner, { kind: 'key' }>;

/**
 * The refusal of a signature that the expected key did not make. Another team's signature is KEY_MISMATCH and says which key made it, where the log
 * entry proves it or the bundle names it; a classic signature names none. A signature that claims the expected key, or does not match the key that
 * its log entry has, or is about another image, was changed: SIGSTORE_SIGNATURE_INVALID, DIGEST_DIFFERS.
 */
export function refuseOtherKey(material: SignedMaterial, expected: ExpectedKey): VerificationError {
  const { object, content } = material;
  const ours = keyFingerprint(expected.key);
  const invalid = (message: string): VerificationError => new VerificationError('SIGSTORE_SIGNATURE_INVALID', object, message);
  const changed = invalid(`the signature is not by key ${ours.slice(0, 12)} for this content`);
  try {
    content.assertAbout?.();
    const logged = findLoggedKey(material);
    if (logged === 'certificate') return changed;
    if (logged !== undefined && !content.signed.isSignedBy(logged, content.signature))
      return invalid('the signature is not by the key in its log entry for this content');
    const claimed = logged === undefined ? claimedKey(material) : keyFingerprint(logged);
    if (claimed === ours) return changed;
    const wanted = `not signed with ${formatExpectedSigner(expected)}`;
    const message =
      claimed === undefined
        ? `${wanted}: made with another key, or changed; the signature does not name its key`
        : `${wanted}: signed with another key, ${isFingerprint(claimed) ? claimed : JSON.stringify(claimed)}`;
    return new VerificationError('KEY_MISMATCH', object, message, { signedBy: nameKey(claimed) });
  } catch (error) {
    if (error instanceof VerificationError) return error;
    throw error;
  }
}

/** Who the verification material says signed, for people. Not verified. Fingerprints of keys are shortened, unless they are wanted whole. */
export function nameSigner(
  { signer, content }: { readonly signer: SignerMaterial; readonly content?: SignedContent },
  { isWhole = false }: { readonly isWhole?: boolean } = {},
): string {
  if (signer.kind === 'key') return nameKey(claimedKey({ signer, content }), isWhole);
  try {
    return readSubject(signer.leaf);
  } catch (error) {
    if (error instanceof DerError) return 'a certificate without a name';
    throw error;
  }
}

/** For messages: the fingerprint and, for people, where the key is from. */
export function formatExpectedSigner(expected: ExpectedSigner): string {
  if (expected.kind === 'certificate') return formatExpectedText(expected.subject);
  return `key ${keyFingerprint(expected.key).slice(0, 12)} (${expected.name})`;
}

/**
 * Refuses a certificate of another identity only after the signature proves to be by that certificate and for this image; otherwise the signature was
 * changed, which matters more.
 */
export function assertIntact(material: SignedMaterial, { leaf }: Extract<SignerMaterial, { kind: 'certificate' }>): void {
  const { content, object } = material;
  content.assertAbout?.();
  const key = toKey(leaf.publicKeyInfo);
  if (key === undefined || !content.signed.isSignedBy(key, content.signature))
    throw new VerificationError('SIGSTORE_SIGNATURE_INVALID', object, 'the signature is not by its own certificate for this content');
}

/** The fingerprint in hexadecimal where the hint is one, as sigstore's clients make it: SHA-256 in base64. Other hints are shown as they are. */
function claimedKey({
  signer,
  content,
}: {
  readonly signer: SignerMaterial;
  readonly content?: SignedContent | undefined;
}): string | undefined {
  const hint = signer.kind === 'key' ? signer.hint : undefined;
  const named = hint === undefined || hint === '' ? content?.envelope?.signatures[0]?.keyId : hint;
  if (named === undefined || named === '') return undefined;
  if (isFingerprint(named)) return named;
  return /^[A-Za-z0-9+/]{43}=$/.test(named) ? Buffer.from(named, 'base64').toString('hex') : named.slice(0, 64);
}

function nameKey(claimed: string | undefined, isWhole = false): string {
  return claimed === undefined ? 'an unnamed key' : `key ${isWhole ? claimed : claimed.slice(0, 12)}`;
}

function isFingerprint(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name);
}

/** The key that the first readable log entry says signed. The entry itself need not be valid: the signature proves whether the key made it. */
function findLoggedKey({ logEntries }: SignedMaterial): VerificationKey | 'certificate' | undefined {
  for (const entry of logEntries) {
    try {
      const { verifier } = readLogEntryClaims(entry.body, entry.kind);
      return verifier.kind === 'certificate' ? 'certificate' : toKey(verifier.der);
    } catch (error) {
      if (!(error instanceof JsonError)) throw error;
    }
  }
  return undefined;
}

function toKey(der: Buffer): VerificationKey | undefined {
  try {
    return readVerificationKey(der);
  } catch (error) {
    if (error instanceof KeyRefused) return undefined;
    throw error;
  }
}
