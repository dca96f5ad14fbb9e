import { PratiqueError } from '../../model/pratique-error.ts';
import { type TrustScheme } from '../../model/trust/trust-verdict.ts';
import { type NotaryTerms, schemesOf, type TrustStatement } from './policy/trust-policy.ts';

/** A statement with what the options require besides, which never weakens it. */
export interface NarrowedStatement {
  readonly statement: TrustStatement;
  /** Trust metadata that are not enough by themselves any more, and may still contradict what the other schemes find. */
  readonly binding?: NotaryTerms;
}

export interface Narrowing {
  readonly schemes?: ReadonlySet<TrustScheme>;
  readonly annotations?: ReadonlyMap<string, string>;
  readonly threshold?: number;
  readonly requiresTransparencyLog?: boolean;
}

/** Applies the options; a text is the reason why no signature can satisfy the annotations. Throws USAGE for a transparency log that nothing could be in. */
export function narrowStatement(
  own: TrustStatement,
  pattern: string,
  { schemes, annotations = new Map(), threshold = 1, requiresTransparencyLog = false }: Narrowing,
): NarrowedStatement | string {
  const annotated = requireAnnotations(own, annotations);
  if (typeof annotated === 'string') return annotated;
  const logged = requiresTransparencyLog ? requireLog(annotated, pattern) : annotated;
  const chosen = schemes === undefined ? logged : countOnly(logged, schemes);
  const statement = { ...chosen, threshold: Math.max(chosen.threshold, threshold) };
  return { statement, ...(own.notary === undefined || statement.notary !== undefined ? {} : { binding: own.notary }) };
}

/**
 * Adds annotations to those that the policy requires. A scheme that signs no annotations is not enough by itself then. Returns the reason for a refusal
 * where no signature could have them all.
 */
function requireAnnotations(statement: TrustStatement, wanted: ReadonlyMap<string, string>): TrustStatement | string {
  if (wanted.size === 0) return statement;
  const { sigstore, notation } = statement;
  if (sigstore === undefined && notation === undefined) return 'the policy requires no signatures that can have annotations';
  for (const [name, text] of wanted)
    for (const own of [sigstore?.annotations.get(name), notation?.metadata.get(name)])
      if (own !== undefined && own !== text) return `the policy requires the annotation ${name}=${own}, not ${name}=${text}`;
  const merge = (own: ReadonlyMap<string, string>): ReadonlyMap<string, string> => new Map([...own, ...wanted]);
  return {
    ...countOnly(statement, new Set(['sigstore', 'notation'])),
    ...(sigstore === undefined ? {} : { sigstore: { ...sigstore, annotations: merge(sigstore.annotations) } }),
    ...(notation === undefined ? {} : { notation: { ...notation, metadata: merge(notation.metadata) } }),
  };
}

/** Only sigstore's signatures are in a transparency log, so no other scheme is enough by itself. Throws USAGE where the statement names others only. */
function requireLog(statement: TrustStatement, pattern: string): TrustStatement {
  const named = schemesOf(statement);
  if (named.length === 0 || named.includes('sigstore')) return countOnly(statement, new Set(['sigstore']));
  throw new PratiqueError(
    'USAGE',
    `--require-transparency-log was given, and ${pattern} requires ${named.join(' and ')} signatures only, which are in no transparency log`,
    { hint: 'leave out the option, or name a sigstore signer: --key, or --certificate-identity with --certificate-oidc-issuer' },
  );
}

/** Leaving a scheme out never weakens a statement: where all schemes must sign, the others alone are not enough. */
function countOnly(statement: TrustStatement, schemes: ReadonlySet<TrustScheme>): TrustStatement {
  if (statement.require === 'all') return statement;
  const { sigstore, notary, notation, ...rest } = statement;
  return {
    ...rest,
    ...(sigstore !== undefined && schemes.has('sigstore') ? { sigstore } : {}),
    ...(notary !== undefined && schemes.has('notary') ? { notary } : {}),
    ...(notation !== undefined && schemes.has('notation') ? { notation } : {}),
  };
}
