import { type Certificate } from '../../x509/certificate.ts';
import { type VerificationKey } from '../key/verification-key.ts';

/** Whom to trust: keys of logs and chains of authorities, each with its time (sigstore/protobuf-specs, sigstore_trustroot.proto). */
export interface TrustedRoot {
  /** Path or URL, shown as where the trust starts. */
  readonly name: string;
  readonly transparencyLogs: readonly TransparencyLog[];
  readonly certificateAuthorities: readonly CertificateAuthority[];
  readonly certificateLogs: readonly TransparencyLog[];
  readonly timestampAuthorities: readonly CertificateAuthority[];
  /** Entries with unsupported algorithms; they are not trusted. */
  readonly notices: readonly string[];
}

export interface TransparencyLog {
  readonly url: string;
  /** Host, and port where one is given: what the log calls itself in checkpoints. */
  readonly host: string;
  /** 32 bytes: SHA-256 of the key, or of name and key (c2sp.org/signed-note). */
  readonly id: Buffer;
  /** Its first four bytes, by which the log's lines of a checkpoint are found. */
  readonly keyHint: Buffer;
  /** Logs and timestamp authorities of one operator count as one towards a threshold; the host where the root does not say. */
  readonly operator: string;
  readonly key: VerificationKey;
  readonly validFor: TimeRange;
}

export interface CertificateAuthority {
  readonly url: string;
  readonly operator: string;
  /** Leaf or intermediates first, the anchor last; never empty. */
  readonly chain: readonly Certificate[];
  readonly validFor: TimeRange;
}

/** Both bounds are included (sigstore_common.proto, TimeRange). */
export interface TimeRange {
  readonly start: Date;
  readonly end?: Date;
}

export function isWithin(range: TimeRange, time: Date): boolean {
  return range.start <= time && (range.end === undefined || time <= range.end);
}
