import { type SignerIdentity, type TrustedSignature, type TrustVerdict } from '../../model/trust/trust-verdict.ts';

/** What a verdict says of one signer. */
export interface SignerBlock {
  readonly title: string;
  /** The newest of the signatures, by the time that someone other than the signer states. */
  readonly signature: TrustedSignature;
  /** Where the signatures were found, each place once. */
  readonly places: readonly string[];
}

/**
 * One block for each signer, or for each type that a signer attests: signatures of one key that are trusted for the same reasons differ only in where, and
 * when, they were made.
 */
export function groupBySigner({ trusted, attestations }: Pick<TrustVerdict, 'trusted' | 'attestations'>): readonly SignerBlock[] {
  const signed = trusted.map((signature) => ({
    title: `${signature.scheme}: signed by ${signature.signer.name}`,
    what: 'signatures',
    signature,
  }));
  const attested = attestations.map(({ predicateType, signature }) => ({
    title: `attestation ${predicateType} by ${signature.signer.name}`,
    what: 'attestations',
    signature,
  }));
  const groups = new Map<string, typeof signed>();
  for (const block of [...signed, ...attested]) {
    const { signedFor, annotations, trustRoot, expires, expiryOf, tagBinding } = block.signature;
    const grounds = [
      block.title,
      signerOf(block.signature.signer),
      signedFor,
      [...(annotations ?? [])],
      trustRoot,
      expires,
      expiryOf,
      tagBinding,
    ];
    const key = JSON.stringify(grounds);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [block]);
    else known.push(block);
  }
  return [...groups.values()].map((group) => {
    const [first] = group;
    const newest = group.reduce((one, other) => (timeOf(other.signature) > timeOf(one.signature) ? other : one));
    return {
      title: group.length === 1 ? first!.title : `${first!.title} (${group.length} ${first!.what})`,
      signature: newest.signature,
      places: [...new Set(group.map(({ signature }) => signature.foundAt))],
    };
  });
}

/** A certificate for an identity token is used once: the identity that it names is the signer. */
function signerOf({ issuer, subject, ...others }: SignerIdentity): unknown {
  return issuer !== undefined && subject !== undefined ? { issuer, subject } : others;
}

function timeOf({ signedAt }: TrustedSignature): number {
  return signedAt?.time.getTime() ?? 0;
}
