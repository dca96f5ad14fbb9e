import { createHash } from 'node:crypto';
import { type Runtime } from '../../model/runtime.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { type CertificateChain } from './certificate/certificate-chain.ts';
import { type NotationEnvelope, type SigningScheme } from './envelope/notation-envelope.ts';
import { isIdentityOf } from './policy/trusted-identity.ts';
import { type NotationPolicyStatement, type TrustStoreType } from './policy/notation-trust-policy.ts';
import { type TrustStore } from './policy/trust-store.ts';

/**
 * trust-store-trust-policy.md, validate authenticity: a certificate of the chain is in a trust store of the signing scheme, and the signer is one of
 * the trusted identities. Answers the store (`ca:acme`). Throws NOTATION_ROOT_NOT_TRUSTED, NOTATION_STORE_INVALID and IDENTITY_MISMATCH.
 */
export async function assertAuthentic(
  envelope: NotationEnvelope,
  chain: CertificateChain,
  statement: NotationPolicyStatement,
  trustStore: TrustStore,
  what: string,
  runtime: Runtime,
): Promise<string> {
  const root = await findTrustedStore(envelope.attributes.signingScheme, chain, statement, trustStore, what, runtime);
  const { subject } = chain[0];
  const { trustedIdentities } = statement;
  if (trustedIdentities === 'any' || trustedIdentities.some((identity) => isIdentityOf(identity, subject))) return root;
  const wanted = trustedIdentities.map(({ text }) => text).join(' or ');
  throw new VerificationError(
    'IDENTITY_MISMATCH',
    what,
    `signed by ${subject.text}, not by ${wanted === '' ? 'a trusted identity: the policy names none' : wanted}`,
    { signedBy: subject.text },
  );
}

/** Trust in authorities for one scheme is none for the other; signing-scheme.md, trust stores. */
const storeTypes: Readonly<Record<SigningScheme, TrustStoreType>> = {
  'notary.x509': 'ca',
  'notary.x509.signingAuthority': 'signingAuthority',
};

/** Every store is read before one is chosen, so that a bad one never goes unnoticed. */
async function findTrustedStore(
  scheme: SigningScheme,
  chain: CertificateChain,
  { trustStores }: NotationPolicyStatement,
  trustStore: TrustStore,
  what: string,
  runtime: Runtime,
): Promise<string> {
  const stores = trustStores.filter(({ type }) => type === storeTypes[scheme]);
  let found: string | undefined;
  for (const store of stores) {
    const trusted = await trustStore.readCertificates(store, runtime);
    const isInChain = chain.some(({ der }) => trusted.some((certificate) => Buffer.compare(certificate.der, der) === 0));
    if (isInChain) found ??= `${store.type}:${store.name}`;
  }
  if (found !== undefined) return found;
  const names = stores.map(({ type, name }) => `${type}:${name}`).join(', ');
  const [leaf] = chain;
  const top = chain.at(-1) ?? leaf;
  const fingerprint = createHash('sha256').update(leaf.der).digest('hex');
  const root = top === leaf ? 'it' : `its root ${top.subject.text}`;
  throw new VerificationError(
    'NOTATION_ROOT_NOT_TRUSTED',
    what,
    `signed by ${leaf.subject.text} (certificate ${fingerprint}), and ${root} is in none of the trust stores for ${scheme} (${names === '' ? 'the statement names none' : names})`,
    { signedBy: leaf.subject.text },
  );
}
