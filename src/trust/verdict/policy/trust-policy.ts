import { type TrustAction, type TrustScheme } from '../../../model/trust/trust-verdict.ts';
import { type PredicateAssertion } from '../../attest/predicate-assertion.ts';
import { type CertificateExtensionName } from '../../sigstore/certificate/certificate-extensions.ts';
import { type CopiedFrom } from './copied-from.ts';
import { type ImagePattern } from './image-pattern.ts';
import { type TextPattern } from './text-pattern.ts';

/** The decoded `trust` section of `pratique.yaml`; docs/reference/trust-policy.schema.json describes the section as written. */
export interface TrustPolicy {
  /** Trusted publishers. When given, images of any other publisher are refused, whoever signed them. */
  readonly publishers?: readonly Publisher[];
  /** The statement with the most exact matching pattern decides alone. */
  readonly statements: readonly TrustStatement[];
  /** Where single repositories were copied from; `pratique copy --record` adds to it. */
  readonly copies: readonly RecordedCopy[];
}

export interface RecordedCopy {
  /** `registry/repository` of the copy; with `/*` or `/**` at the end every repository below. */
  readonly image: string;
  /** `registry/repository` of each source, with the same wildcard. */
  readonly from: readonly string[];
}

export interface Publisher {
  readonly name: string;
  readonly images: readonly ImagePattern[];
}

/** What an image must be signed with. */
export interface TrustStatement {
  readonly images: readonly ImagePattern[];
  readonly action: TrustAction;
  /** Whether one of the schemes below is enough (`any`) or each is required (`all`). */
  readonly require: 'any' | 'all';
  /** Number of distinct signers, counted within one scheme, since one person may sign with several; and of each attestation that sets none of its own. */
  readonly threshold: number;
  /** Maximum age of a signature or attestation, by a time that someone other than its signer states; an attestation may set its own. */
  readonly maxAgeMs?: number;
  readonly sigstore?: SigstoreTerms;
  readonly notary?: NotaryTerms;
  readonly notation?: NotationTerms;
  /** Required attestations, in addition to signatures or instead of them. */
  readonly attestations: readonly AttestationTerms[];
}

export interface SigstoreTerms {
  /** Trusted signers; never empty. */
  readonly identities: readonly SigstoreIdentity[];
  /** When absent, the trusted root in the cache directory. */
  readonly trustedRoot?: TrustedRootSource;
  /** Whether signatures by key need a log entry; those with certificates always do. */
  readonly transparencyLog: 'required' | 'optional';
  /** Where the images of the statement were copied from; classic signatures may name those repositories. */
  readonly copiedFrom: readonly CopiedFrom[];
  /** Texts that the signer must have signed along with the digest. */
  readonly annotations: ReadonlyMap<string, string>;
}

export interface TrustedRootSource {
  readonly path: string;
}

export type SigstoreIdentity = { readonly kind: 'key'; readonly key: KeySource } | SigstoreCertificate;

/** Issuer and subject of a certificate for an identity token; both are always required. */
export interface SigstoreCertificate {
  readonly kind: 'certificate';
  readonly issuer: TextPattern;
  readonly subject: TextPattern;
  readonly extensions: ReadonlyMap<CertificateExtensionName, string>;
}

/** A public key as PEM text, or where it is. */
export type KeySource =
  /** `name` says where the text is from; the policy when absent. */
  | { readonly kind: 'inline'; readonly pem: string; readonly name?: string }
  | { readonly kind: 'file'; readonly path: string }
  /** An environment variable, which only programs may read. */
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'url'; readonly url: string };

export interface NotaryTerms {
  /** URL, or `registry` for metadata in the image's own repository; Docker's choice for the registry when absent. */
  readonly server?: string;
  /** IDs of root keys, in hexadecimal. */
  readonly rootKeyIds: readonly string[];
  /** PEM file of the authorities that may have issued the root's certificate. */
  readonly authority?: string;
  /** Whether to trust a root on first use (TOFU). */
  readonly firstUse: boolean;
  /** Roles in which the tag is looked up, in this order; when absent, `targets/releases` before `targets`, as in Docker. */
  readonly roles?: readonly string[];
  /** Trusted delegations, without `targets/`; any when absent. */
  readonly signers?: readonly string[];
}

export interface NotationTerms {
  /** User metadata that the signer must have signed. */
  readonly metadata: ReadonlyMap<string, string>;
  /** Folder with `truststore/`; Notation's own when absent. */
  readonly directory?: string;
  /** A statement written here, or Notation's `trustpolicy.json`. */
  readonly policy: { readonly kind: 'file'; readonly path?: string } | ({ readonly kind: 'inline' } & NotationStatementTerms);
}

export interface NotationStatementTerms {
  readonly level: 'strict' | 'permissive' | 'audit';
  /** As in `signatureVerification.override`. */
  readonly overrides: ReadonlyMap<string, string>;
  /** `ca:name`, `signingAuthority:name`, `tsa:name` */
  readonly trustStores: readonly string[];
  /** `x509.subject: C=…`; never `*`. */
  readonly trustedIdentities: readonly string[];
}

export interface AttestationTerms {
  readonly predicateType: string;
  /** When absent, those of the statement's `sigstore`. */
  readonly identities?: readonly SigstoreIdentity[];
  /** Number of distinct signers who attest it; the statement's when absent. */
  readonly threshold?: number;
  /** The statement's when absent. */
  readonly maxAgeMs?: number;
  readonly assertions: readonly PredicateAssertion[];
}

/** The schemes that a statement names, in the order they run: the one that binds tags comes first. */
export function schemesOf(statement: TrustStatement): readonly TrustScheme[] {
  const schemes: readonly TrustScheme[] = ['notary', 'sigstore', 'notation'];
  return schemes.filter((scheme) => statement[scheme] !== undefined);
}
