import { type Digest } from '../digest.ts';
import { type ErrorCode } from '../error-codes.ts';
import { type TrustReason } from './trust-reasons.ts';

/** Ways of signing images: Docker Content Trust (Notary v1), sigstore (cosign), Notary Project (Notation). */
export type TrustScheme = 'notary' | 'sigstore' | 'notation';

/** What the policy does about an image: `warn` and `ignore` let it pass without making it trusted, `forbid` refuses it regardless of signatures. */
export type TrustAction = 'enforce' | 'warn' | 'ignore' | 'forbid';

/** Whether an image is signed as its policy requires, by whom, and why or why not. */
export interface TrustVerdict {
  /** As requested. */
  readonly image: string;
  /** What was judged, and what to pull; absent when nothing vouches for any content. */
  readonly digest?: Digest;
  /** Bytes of the manifest, where a signer states them. */
  readonly size?: number;
  readonly isTrusted: boolean;
  /** The statement of the policy that decided, such as `ghcr.io/org/*`; `--key` and the like make one for the run. */
  readonly policy: string;
  readonly action: TrustAction;
  /** The repository that the image was judged as: the policy or `--copied-from` says that it was copied from there, and no statement matches its own name. */
  readonly judgedAs?: string;
  readonly trusted: readonly TrustedSignature[];
  readonly attestations: readonly TrustedAttestation[];
  /** Signatures that were found and not trusted, and required ones that were not found. Never empty together with `failures` when `isTrusted` is false. */
  readonly refused: readonly TrustRefusal[];
  /** Failed look-ups: the image may be trusted after another attempt. */
  readonly failures: readonly TrustFailure[];
  /** Additional facts for the reader: served from a cache, trusted on first use, expires soon. */
  readonly notices: readonly string[];
}

export interface TrustedSignature {
  readonly scheme: TrustScheme;
  readonly signer: SignerIdentity;
  readonly digest: Digest;
  /** Where it was found: `tag sha256-….sig`, `referrer sha256:…`, `server https://…`. */
  readonly foundAt: string;
  /** `registry/repository` that was signed, where it is another one that the image was copied from: cosign's classic form and Notary's metadata name one. */
  readonly signedFor?: string;
  readonly trustRoot: TrustRoot;
  /** When it was signed, and who confirms it; absent if only the signer claims it. */
  readonly signedAt?: { readonly time: Date; readonly statedBy: 'transparency log' | 'timestamp authority' | 'metadata' };
  /** Annotations that were required and that the signature has. */
  readonly annotations?: ReadonlyMap<string, string>;
  /** When it stops being valid: the first of the metadata that it depends on, or the signature's own expiry. */
  readonly expires?: Date;
  /** What expires then, such as `timestamp`; absent for the signature's own expiry. */
  readonly expiryOf?: string;
  /** Absent when the signature speaks of content only: an old image under the same tag would verify as well. */
  readonly tagBinding?: { readonly tag: string; readonly role: string; readonly version: number };
}

/** Who signed: at least one field in addition to `name`. */
export interface SignerIdentity {
  /** For people: a subject, a role, a distinguished name. */
  readonly name: string;
  /** Of a certificate made for an identity token. */
  readonly issuer?: string;
  readonly subject?: string;
  /** Key ID or SHA-256 fingerprint of the public key, in hexadecimal. */
  readonly keyId?: string;
  /** The same of each key, where several keys of one signer have signed; `keyId` is absent then. */
  readonly keyIds?: readonly string[];
  /** SHA-256 of the leaf certificate, in hexadecimal. */
  readonly certificateFingerprint?: string;
  /** The public key of that certificate, as in `keyId`: one key in two certificates is one signer. Not shown, since such keys are used once. */
  readonly certificateKeyId?: string;
}

/** The trust root of a trusted signature. */
export interface TrustRoot {
  readonly kind: 'pinned certificate' | 'pinned authority' | 'first use' | 'cached root' | 'public key' | 'trusted root' | 'trust store';
  /** Path, store name or key ID. */
  readonly name: string;
}

export interface TrustedAttestation {
  readonly predicateType: string;
  readonly signature: TrustedSignature;
}

export interface TrustRefusal {
  readonly scheme?: TrustScheme;
  readonly code: TrustReason;
  /** What was refused: a role, a signature's place, a certificate's subject. */
  readonly object: string;
  /** One line: what is wrong with it, with the values that differ. */
  readonly message: string;
  /**
   * Of a signature for this image by a signer that is not trusted, and refused for that alone: who the signature says made it. Another team's
   * signature is no sign of tampering, and is summed up where a trusted one was found.
   */
  readonly signedBy?: string;
}

/** One scheme, or one signature of it, that could not be fetched or read. */
export interface TrustFailure {
  readonly scheme: TrustScheme;
  readonly code: ErrorCode;
  readonly message: string;
  /** What to try. */
  readonly hint: string;
}
