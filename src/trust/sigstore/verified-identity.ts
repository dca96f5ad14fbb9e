import { type SignerIdentity, type TrustedSignature, type TrustRoot } from '../../model/trust/trust-verdict.ts';
import { type CertificateExtensionName } from './certificate/certificate-extensions.ts';
import { type Statement } from './statement/read-statement.ts';

/** Who signed, verified from the signature to the trust root. */
export interface VerifiedIdentity {
  readonly signer: SignerIdentity;
  readonly trustRoot: TrustRoot;
  /** The earliest time that a log or a timestamp authority states. */
  readonly signedAt?: NonNullable<TrustedSignature['signedAt']>;
  /** What the reader should know although the signature is trusted. */
  readonly notes?: readonly string[];
  /** Claims in the signer's certificate; empty for keys. */
  readonly extensions: ReadonlyMap<CertificateExtensionName, string>;
  /** What was signed, where it is an attestation. */
  readonly statement?: Statement;
  /** Of simple signing: the `registry/repository` that the signature names, as references are written here. */
  readonly signedFor?: string;
  /** What the signer signed along with the digest: `cosign sign -a`. */
  readonly annotations?: ReadonlyMap<string, string>;
}
