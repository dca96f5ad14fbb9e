/** What a policy requires of new signatures, by scheme, as `pratique.yaml` spells it. Each resigner contributes its own part. */
export interface PolicyTerms {
  readonly notary?: {
    readonly server: 'registry';
    /** Empty while the repository has no trust metadata in the registry, which is created on the first signature. */
    readonly rootKeys: readonly string[];
  };
  readonly sigstore?: { readonly identities: readonly { readonly key: string }[] };
  readonly notation?: {
    readonly level: 'strict';
    readonly trustStores: readonly string[];
    readonly trustedIdentities: readonly string[];
  };
}

/** A statement of the trust policy about one repository. */
export interface PolicyStatement {
  /** `registry/repository` */
  readonly match: string;
  readonly terms: PolicyTerms;
  /** What the new sigstore signatures have besides; nothing when absent. */
  readonly witnesses?: SignatureWitnesses;
}

/** Who testifies to new signatures, which some policies require. */
export interface SignatureWitnesses {
  /** A transparency log. */
  readonly hasLog: boolean;
  /** A log or timestamp service that states when they were made. */
  readonly hasTime: boolean;
}

/** In the order in which they are written and verified. */
export const policySchemes = ['notary', 'sigstore', 'notation'] as const satisfies readonly (keyof PolicyTerms)[];

/** The statement as it is written: with several schemes all are required, so that removing one kind of signature is noticed. */
export function toYamlStatement({ match, terms }: PolicyStatement): Readonly<Record<string, unknown>> {
  const schemes = policySchemes.filter((scheme) => terms[scheme] !== undefined);
  return {
    match,
    action: 'enforce',
    ...(schemes.length > 1 ? { require: 'all' } : {}),
    ...Object.fromEntries(schemes.map((scheme) => [scheme, terms[scheme]])),
  };
}
