import { type Certificate } from '../../x509/certificate.ts';
import { findCertificatePath } from '../../x509/certificate-path.ts';
import { KeyRefused, readVerificationKey } from '../key/to-verification-key.ts';

export interface AuthorityPathRequest {
  readonly leaf: Certificate;
  /** Of an authority in the trusted root: intermediates first, the anchor last. */
  readonly chain: readonly Certificate[];
  /** Certificates that came with the leaf; they may only stand between it and the anchor. */
  readonly supplied: readonly Certificate[];
  /** Every authority must be valid at this time; the caller checks the leaf. */
  readonly time: Date;
  /** The purpose that authorities with an extended key usage must include. */
  readonly purpose: string;
}

/** From the leaf to the authority's anchor, with keys from sigstore's algorithm registry only; `undefined` when there is no such path. */
export function findAuthorityPath({ leaf, chain, supplied, time, purpose }: AuthorityPathRequest): readonly Certificate[] | undefined {
  const path = findCertificatePath({
    leaf,
    anchors: chain.slice(-1),
    candidates: [...chain, ...supplied],
    rules: { time, purpose },
  });
  return path?.slice(1).every(hasUsableKey) === true ? path : undefined;
}

function hasUsableKey({ publicKeyInfo }: Certificate): boolean {
  try {
    readVerificationKey(publicKeyInfo);
    return true;
  } catch (error) {
    if (error instanceof KeyRefused) return false;
    throw error;
  }
}
