import { type CertificateChain } from '../certificate/certificate-chain.ts';

/** What a timestamp authority says, once its token was verified. */
export interface VerifiedTimestamp {
  readonly time: Date;
  /** `time` with the accuracy of the authority taken off and added. */
  readonly earliest: Date;
  readonly latest: Date;
  /** The authority's, for its revocation. */
  readonly chain: CertificateChain;
}
