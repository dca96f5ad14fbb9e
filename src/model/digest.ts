import { PratiqueError } from './pratique-error.ts';

/** An algorithm and its lower-case hexadecimal value, such as `sha256:9f86d0…`. Only {@link parseDigest} and {@link toDigest} make one. */
export type Digest = string & { readonly __brand: 'Digest' };

export type DigestAlgorithm = 'sha256' | 'sha512';

/** OCI image-spec, descriptor.md#digests: registered algorithms and the lengths of their encodings. */
const digestPattern = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

export function isDigest(text: unknown): text is Digest {
  return typeof text === 'string' && digestPattern.test(text);
}

/** Throws DIGEST_INVALID on anything but a registered algorithm with its exact lower-case encoding, before it can touch a path or a URL. */
export function parseDigest(text: unknown, what = 'digest'): Digest {
  if (isDigest(text)) return text;
  throw new PratiqueError('DIGEST_INVALID', `${what} is not a sha256 or sha512 digest: ${String(text).slice(0, 120)}`);
}

/** Makes a digest of a hash that was just computed. */
export function toDigest(algorithm: DigestAlgorithm, hex: string): Digest {
  return parseDigest(`${algorithm}:${hex}`);
}

export function digestAlgorithm(digest: Digest): DigestAlgorithm {
  return digest.startsWith('sha256:') ? 'sha256' : 'sha512';
}

/** The hexadecimal part, as used in file names and blob paths. */
export function digestHex(digest: Digest): string {
  return digest.slice(digest.indexOf(':') + 1);
}

/** Twelve characters, as Docker shows an image ID. */
export function shortDigest(digest: Digest): string {
  return digestHex(digest).slice(0, 12);
}
