import { type Digest } from '../../model/digest.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type TrustFailure, type TrustRefusal } from '../../model/trust/trust-verdict.ts';
import { findSignatures } from '../store/find-signatures.ts';
import { resolveImage } from '../store/resolve-image.ts';
import { chooseStatement, identityRequired } from './choose-statement.ts';
import { type Evidence, type FoundAttestation } from './evidence.ts';
import { judgeAttestation } from './judge-attestation.ts';
import { listAttestations } from './list-attestations.ts';
import { openPlace, parsePlace, referenceOf } from './open-place.ts';
import { type TrustStatement } from './policy/trust-policy.ts';
import { collectAttestations } from './scheme/attestations.ts';
import { readSigners } from './scheme/read-signers.ts';
import { type VerifyOptions } from './verification-options.ts';
import { chooseContents, type VerifySubject } from './verify-subject.ts';

/** The attestations of an image that the policy trusts, or why the policy allows none to be looked for. */
export type AttestationAnswer = { readonly kind: 'refused'; readonly refused: readonly TrustRefusal[] } | FoundAttestations;

export interface FoundAttestations extends Listing {
  readonly kind: 'found';
  readonly digest: Digest;
  /** Predicate types that each need a trusted attestation. */
  readonly required: ReadonlySet<string>;
}

interface Listing {
  readonly trusted: readonly FoundAttestation[];
  readonly refused: readonly TrustRefusal[];
  readonly failures: readonly TrustFailure[];
  /** Sentences for the user. */
  readonly notices: readonly string[];
}

/**
 * Looks for attestations of the `wanted` types; without any, for all that the policy requires and any other by its signers. A type that the policy has
 * terms for is held to them, as `verifyImage` does; the signers of the statement are trusted for every other type. Throws what `verifyImage` throws.
 */
export async function verifyAttestations(
  image: string,
  wanted: ReadonlySet<string>,
  options: VerifyOptions,
  runtime: Runtime,
): Promise<AttestationAnswer> {
  const place = parsePlace(image);
  const chosen = chooseStatement(image, referenceOf(place, options), options);
  if (chosen.kind === 'verdict') return { kind: 'refused', refused: chosen.verdict.refused };
  const { statement } = chosen.found;
  const ruled = new Set(statement.attestations.map(({ predicateType }) => predicateType));
  const required = wanted.size > 0 ? wanted : ruled;
  if (statement.sigstore === undefined && ![...required].some((type) => ruled.has(type)))
    return { kind: 'refused', refused: identityRequired(image).refused };
  await using opened = await openPlace(place, options, runtime);
  const { repository } = opened;
  const resolved = await resolveImage(repository, opened.tagOrDigest, runtime);
  const subject: VerifySubject = {
    contents: await chooseContents(resolved, options, repository, runtime),
    findArtifacts: (content, kinds, inner) => findSignatures({ repository, digest: content.digest }, { kinds }, inner),
  };
  const asked = { ...statement, attestations: statement.attestations.filter(({ predicateType }) => required.has(predicateType)) };
  const [byTerms, others] = [
    await judgeRuled(subject, asked, options, runtime),
    await listOthers(subject, statement, { wanted, ruled }, options, runtime),
  ];
  const trusted = [...byTerms.trusted, ...others.trusted];
  return {
    kind: 'found',
    digest: subject.contents[0].digest,
    required,
    trusted,
    // What the signers of the statement did not sign may be trusted by the terms of its type.
    refused: [...byTerms.refused, ...others.refused.filter(({ object }) => !trusted.some(({ signature }) => signature.foundAt === object))],
    failures: [...byTerms.failures, ...others.failures],
    notices: [...new Set([...byTerms.notices, ...others.notices])],
  };
}

/** A type counts only when every term that the policy has for it is met. */
async function judgeRuled(subject: VerifySubject, statement: TrustStatement, options: VerifyOptions, runtime: Runtime): Promise<Listing> {
  const [{ digest, size }] = subject.contents;
  const seen: Pick<Evidence, 'digests' | 'pull'> = {
    digests: new Set(subject.contents.map((content) => content.digest)),
    pull: { digest, size },
  };
  const evidence = await collectAttestations(subject, statement, options, runtime);
  const judged = evidence.map((each) => ({ ...each.terms, ...judgeAttestation(each, seen, runtime.now()) }));
  const unmet = new Set(judged.filter(({ isEnough }) => !isEnough).map(({ predicateType }) => predicateType));
  const trusted = judged.flatMap((each) => each.trusted).filter(({ predicateType }) => !unmet.has(predicateType));
  return {
    trusted: [...new Map(trusted.map((each) => [`${each.signature.foundAt} ${each.signature.signer.name}`, each])).values()],
    refused: judged.flatMap((each) => each.refused),
    failures: evidence.flatMap((each) => each.failures),
    notices: evidence.flatMap((each) => each.notices),
  };
}

async function listOthers(
  subject: VerifySubject,
  { sigstore }: TrustStatement,
  { wanted, ruled }: { readonly wanted: ReadonlySet<string>; readonly ruled: ReadonlySet<string> },
  options: VerifyOptions,
  runtime: Runtime,
): Promise<Listing> {
  const rest = new Set([...wanted].filter((type) => !ruled.has(type)));
  if (sigstore === undefined || (wanted.size > 0 && rest.size === 0)) return { trusted: [], refused: [], failures: [], notices: [] };
  const { signers, notices } = await readSigners({ ...sigstore, needsTime: false }, options, runtime);
  const isAsked = (type: string): boolean => (wanted.size > 0 ? rest.has(type) : !ruled.has(type));
  return { ...(await listAttestations(subject, signers, isAsked, runtime)), notices };
}
