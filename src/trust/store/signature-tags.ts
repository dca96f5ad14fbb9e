import { type Digest, digestAlgorithm, digestHex, isDigest } from '../../model/digest.ts';

/** Suffixes of the tags that cosign makes of an image's digest; cosign, specs/SIGNATURE_SPEC.md, "Tag-based Discovery". */
export const signatureTagSuffixes = ['sig', 'att', 'sbom'] as const;

export type SignatureTagSuffix = (typeof signatureTagSuffixes)[number];

/** `sha256-<hex>.sig` */
export function signatureTag(subject: Digest, suffix: SignatureTagSuffix): string {
  return `${digestAlgorithm(subject)}-${digestHex(subject)}.${suffix}`;
}

/** Parses a cosign tag, or without a suffix the tag of a list of referrers; `undefined` for other tags. */
export function parseSignatureTag(tag: string): { readonly subject: Digest; readonly suffix?: SignatureTagSuffix } | undefined {
  const match = /^(sha256|sha512)-([0-9a-f]+)(?:\.(sig|att|sbom))?$/.exec(tag);
  const subject = `${match?.[1]}:${match?.[2]}`;
  if (match === null || !isDigest(subject)) return undefined;
  const suffix = signatureTagSuffixes.find((each) => each === match[3]);
  return suffix === undefined ? { subject } : { subject, suffix };
}
