import { createPublicKey } from 'node:crypto';
import { type TrustStatement } from '../../verdict/policy/trust-policy.ts';

/** Reads a key file that a policy names; `undefined` where that cannot be done. */
export type KeyFileReader = (path: string) => string | undefined;

/** The statement with its key files as text, so that they can be compared with a key that is text. */
export function withKeyTexts(statement: TrustStatement, readKey: KeyFileReader): TrustStatement {
  const { sigstore } = statement;
  if (sigstore === undefined) return statement;
  const identities = sigstore.identities.map((identity) => {
    const pem = identity.kind === 'key' && identity.key.kind === 'file' ? readKey(identity.key.path) : undefined;
    return pem === undefined ? identity : { kind: 'key' as const, key: { kind: 'inline' as const, pem } };
  });
  return { ...statement, sigstore: { ...sigstore, identities } };
}

/** The same for every text of one key, whatever its white space and line breaks are. */
export function keyContent(pem: string): string {
  try {
    return createPublicKey(pem).export({ type: 'spki', format: 'der' }).toString('base64');
  } catch {
    // Whoever verifies reports a key that cannot be read; here its text is compared.
    return pem.trim();
  }
}
