import { type NotationCertificate } from '../certificate/notation-certificate.ts';
import { type RevocationFetcher } from './revocation-fetcher.ts';

/** The status of one certificate. An unknown status is thrown as RevocationUnavailable. */
export type RevocationStatus = { readonly kind: 'good' } | { readonly kind: 'revoked'; readonly at: Date; readonly reason: string };

export interface RevocationQuestion {
  readonly certificate: NotationCertificate;
  readonly issuer: NotationCertificate;
  readonly now: Date;
  /** When the certificate was used, per a trusted timestamp: a key that became invalid later was still good then. */
  readonly usedAt?: Date;
  readonly fetcher: RevocationFetcher;
  readonly listCache?: RevocationListCache;
}

/** Lists by their URL, kept between runs. They are verified at each use; a failing cache is logged and ignored. */
export interface RevocationListCache {
  read(url: string): Promise<Uint8Array | undefined>;
  write(url: string, list: Uint8Array): Promise<void>;
}

/** CRLReason; RFC 5280, section 5.3.1. */
export const revocationReasons: readonly string[] = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  '(unused)',
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
];

/** How far a server's clock may be ahead of ours: milliseconds. */
export const clockSkewMs = 5 * 60_000;
