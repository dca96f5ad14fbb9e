import { type Digest } from '../../model/digest.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type TrustFailure, type TrustRefusal } from '../../model/trust/trust-verdict.ts';
import { type PredicateAssertion } from '../attest/predicate-assertion.ts';
import { findSignatures } from '../store/find-signatures.ts';
import { resolveImage } from '../store/resolve-image.ts';
import { chooseStatement, identityRequired } from './choose-statement.ts';
import { type FoundAttestation } from './evidence.ts';
import { judgeAttestation } from './judge-attestation.ts';
import { listAttestations } from './list-attestations.ts';
import { openPlace, parsePlace, referenceOf } from './open-place.ts';
import { holdAttestation } from './policy/held-attestation.ts';
import { repositoryName } from './policy/repository-names.ts';
import { schemesOf, type TrustStatement } from './policy/trust-policy.ts';
import { collectAttestations } from './scheme/attestations.ts';
import { readSigners } from './scheme/read-signers.ts';
import { type VerifyOptions } from './verification-options.ts';
import { chooseContents, seenContents, type VerifySubject } from './verify-subject.ts';

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

/** What is asked for besides what the policy requires. */
export interface WantedAttestations {
  /** Predicate types that each need a trusted attestation; those of the policy when empty. */
  readonly types: ReadonlySet<string>;
  /** What the predicate of each of them must say (`--assert`). */
  readonly assertions: readonly PredicateAssertion[];
}

/**
 * Looks for attestations of the wanted types; without any, for all that the policy requires and any other by its signers. A type that the policy has
 * terms for is held to them, as `verifyImage` does; the signers of the statement are trusted for every other type, by its `maxAge` and `threshold`.
 * Throws what `verifyImage` throws.
 */
export async function verifyAttestations(
  image: string,
  { types, assertions }: WantedAttestations,
  options: VerifyOptions,
  runtime: Runtime,
): Promise<AttestationAnswer> {
  const place = parsePlace(image);
  const chosen = chooseStatement(image, referenceOf(place, options), options);
  if (chosen.kind === 'verdict') return { kind: 'refused', refused: chosen.verdict.refused };
  const { statement, pattern, judgedAs } = chosen.found;
  const asSource =
    judgedAs === undefined ? [] : [`judged as ${repositoryName(judgedAs)}, its source: no statement matches the name of the copy`];
  const ruled = new Set(statement.attestations.map(({ predicateType }) => predicateType));
  const required = types.size > 0 ? types : ruled;
  if (statement.sigstore === undefined && ![...required].some((type) => ruled.has(type)))
    return { kind: 'refused', refused: identityRequired(image, [], `the statement ${pattern} names none for the attestation`).refused };
  await using opened = await openPlace(place, options, runtime);
  const { repository } = opened;
  const resolved = await resolveImage(repository, opened.tagOrDigest, runtime);
  const subject: VerifySubject = {
    contents: await chooseContents(resolved, options, repository, runtime),
    findArtifacts: (content, kinds, inner) => findSignatures({ repository, digest: content.digest }, { kinds }, inner),
  };
  const byTerms = await judgeTypes(subject, askFor(statement, required, assertions), options, runtime);
  const others = types.size > 0 ? nothing : await listOthers(subject, statement, ruled, options, runtime);
  const trusted = [...byTerms.trusted, ...others.trusted];
  return {
    kind: 'found',
    digest: subject.contents[0].digest,
    required,
    trusted,
    // What the signers of the statement did not sign may be trusted by the terms of its type.
    refused: [...byTerms.refused, ...others.refused.filter(({ object }) => !trusted.some(({ signature }) => signature.foundAt === object))],
    failures: [...byTerms.failures, ...others.failures],
    notices: [...new Set([...asSource, ...notChecked(chosen.found.statement, pattern), ...byTerms.notices, ...others.notices])],
  };
}

const nothing: Listing = { trusted: [], refused: [], failures: [], notices: [] };

/** The statement with what it requires of these types. Of a type without terms its own signers are trusted. */
function askFor(statement: TrustStatement, types: ReadonlySet<string>, assertions: readonly PredicateAssertion[]): TrustStatement {
  const ruled = statement.attestations.filter(({ predicateType }) => types.has(predicateType));
  const others = [...types].filter((type) => !ruled.some(({ predicateType }) => predicateType === type));
  const free = statement.sigstore === undefined ? [] : others.map((predicateType) => ({ predicateType, assertions: [] }));
  const attestations = [...ruled, ...free].map((terms) => ({ ...terms, assertions: [...terms.assertions, ...assertions] }));
  return { ...statement, attestations };
}

/** Attestations do not show what the policy requires of the image's signatures, so a notice lists what was not checked. */
function notChecked(statement: TrustStatement, pattern: string): readonly string[] {
  const { sigstore } = statement;
  const left = [
    ...schemesOf(statement).flatMap((scheme) => (scheme === 'sigstore' ? [] : [`${scheme} signatures`])),
    ...(sigstore !== undefined && sigstore.annotations.size > 0 ? ['annotations of signatures'] : []),
  ];
  if (left.length === 0) return [];
  return [`${pattern} also requires ${left.join(' and ')}, which verify-attestation does not check; run "pratique verify" too`];
}

/** A type counts only when every term that the policy has for it is met. */
async function judgeTypes(subject: VerifySubject, statement: TrustStatement, options: VerifyOptions, runtime: Runtime): Promise<Listing> {
  const evidence = await collectAttestations(subject, statement, options, runtime);
  const judged = evidence.map((each) => ({ ...each.terms, ...judgeAttestation(each, seenContents(subject.contents), runtime.now()) }));
  const unmet = new Set(judged.filter(({ isEnough }) => !isEnough).map(({ predicateType }) => predicateType));
  const trusted = judged.flatMap((each) => each.trusted).filter(({ predicateType }) => !unmet.has(predicateType));
  return {
    trusted: [...new Map(trusted.map((each) => [`${each.signature.foundAt} ${each.signature.signer.name}`, each])).values()],
    refused: judged.flatMap((each) => [...each.refused, ...each.missing.filter(({ code }) => code === 'THRESHOLD_NOT_REACHED')]),
    failures: evidence.flatMap((each) => each.failures),
    notices: evidence.flatMap((each) => each.notices),
  };
}

/** Attestations of every type that the policy has no terms for, by the signers of the statement. */
async function listOthers(
  subject: VerifySubject,
  statement: TrustStatement,
  ruled: ReadonlySet<string>,
  options: VerifyOptions,
  runtime: Runtime,
): Promise<Listing> {
  const { sigstore, maxAgeMs } = statement;
  if (sigstore === undefined) return nothing;
  const { signers, notices } = await readSigners({ ...sigstore, needsTime: maxAgeMs !== undefined }, options, runtime);
  const { trusted, refused, failures } = await listAttestations(subject, signers, (type) => !ruled.has(type), runtime);
  const judged = [...new Set(trusted.map(({ predicateType }) => predicateType))].map((predicateType) => {
    const terms = holdAttestation({ predicateType, assertions: [] }, statement);
    const found = trusted.filter((each) => each.predicateType === predicateType);
    return judgeAttestation(
      { terms, trusted: found, refused: [], failures: [], notices: [] },
      seenContents(subject.contents),
      runtime.now(),
    );
  });
  return {
    trusted: judged.flatMap((each) => (each.isEnough ? each.trusted : [])),
    refused: [
      ...refused,
      ...judged.flatMap((each) => [...each.refused, ...each.missing.filter(({ code }) => code === 'THRESHOLD_NOT_REACHED')]),
    ],
    failures,
    notices,
  };
}
