import { type TrustedSignature, type TrustRefusal, type TrustScheme, type TrustVerdict } from '../../model/trust/trust-verdict.ts';
import { countSigners } from './distinct-signers.ts';
import { type Evidence, type SchemeEvidence, type SeenContents } from './evidence.ts';
import { judgeAttestation } from './judge-attestation.ts';
import { schemesOf, type TrustStatement } from './policy/trust-policy.ts';
import { refuseSignature } from './refuse-signature.ts';

export interface Judged {
  /** As asked for. */
  readonly image: string;
  readonly statement: TrustStatement;
  /** The pattern of the statement that fitted. */
  readonly pattern: string;
  /** The source that the image was judged as. */
  readonly judgedAs?: string;
}

/** Makes one verdict of what the schemes found. Pure: `now` is the one time of the whole run. What is not there, is too old or speaks of other content never counts. */
export function judge({ image, statement, pattern, judgedAs }: Judged, evidence: Evidence, now: Date): TrustVerdict {
  const schemes = evidence.schemes.map((each) => judgeScheme(each, statement, evidence, now));
  const attestations = evidence.attestations.map((each) => judgeAttestation(each, evidence, now));
  const asked = schemesOf(statement);
  const enough = asked.filter((scheme) => schemes.some((each) => each.scheme === scheme && each.isEnough));
  const isSigned = statement.require === 'all' ? enough.length === asked.length : enough.length > 0;
  const isAttested = attestations.length === statement.attestations.length && attestations.every(({ isEnough }) => isEnough);
  const hasTerms = asked.length > 0 || statement.attestations.length > 0;
  const isTrusted = hasTerms && (isSigned || asked.length === 0) && isAttested && evidence.pull !== undefined;
  // What one scheme lacks is not reported where another was enough.
  const missing = schemes
    .filter(({ isEnough }) => !isEnough && (statement.require === 'all' || !isSigned))
    .flatMap(({ missing }) => missing);
  const trusted = schemes.flatMap((each) => each.trusted);
  const believed = attestations.flatMap((each) => each.trusted.map(({ predicateType, signature }) => ({ predicateType, signature })));
  // Where some signers signed, what is missing is the reason, and other signatures are not.
  const [below, absent] = [
    missing.filter(({ code }) => code === 'THRESHOLD_NOT_REACHED'),
    missing.filter(({ code }) => code !== 'THRESHOLD_NOT_REACHED'),
  ];
  const refused = [
    ...below,
    ...schemes.flatMap((each) => each.refused),
    ...absent,
    ...attestations.flatMap((each) => [...each.refused, ...each.missing]),
  ];
  const failures = [...evidence.schemes, ...evidence.attestations].flatMap((each) => each.failures);
  const vouched = isTrusted || trusted.length > 0 || believed.length > 0 ? evidence.pull : undefined;
  return {
    image,
    ...vouched,
    isTrusted,
    policy: pattern,
    action: statement.action,
    ...(judgedAs === undefined ? {} : { judgedAs }),
    trusted,
    attestations: believed,
    refused: isTrusted || refused.length > 0 || failures.length > 0 ? refused : [nothingFound],
    failures,
    // Two schemes that look at one place, or share a trusted root, say the same of it.
    notices: [
      ...new Set([
        ...evidence.notices,
        ...conflictsOf(evidence, isTrusted),
        ...[...evidence.schemes, ...evidence.attestations].flatMap(({ notices }) => notices),
      ]),
    ],
  };
}

/** Where the index is signed, its publisher says which platform the image is for; the image says otherwise. */
function conflictsOf({ conflicts = new Map() }: SeenContents, isTrusted: boolean): readonly string[] {
  return isTrusted ? [...conflicts].map(([digest, conflict]) => `${digest}: ${conflict}`) : [];
}

interface SchemeOutcome {
  readonly scheme: TrustScheme;
  readonly isEnough: boolean;
  readonly trusted: readonly TrustedSignature[];
  readonly refused: readonly TrustRefusal[];
  /** What the policy requires of the scheme and was not found. */
  readonly missing: readonly TrustRefusal[];
}

function judgeScheme(found: SchemeEvidence, statement: TrustStatement, evidence: Evidence, now: Date): SchemeOutcome {
  const { scheme } = found;
  const refused = [...found.refused];
  const trusted = found.trusted.filter((signature) => {
    const reason = refuseSignature(signature, evidence, now, statement.maxAgeMs);
    if (reason !== undefined) refused.push(reason);
    return reason === undefined;
  });
  const count = countSigners(trusted);
  const isEnough = count >= statement.threshold;
  const missing: TrustRefusal[] = [];
  const object = evidence.pull?.digest ?? 'the image';
  if (!isEnough && count > 0)
    missing.push({
      scheme,
      code: 'THRESHOLD_NOT_REACHED',
      object,
      message: `${count} of ${statement.threshold} required signers`,
    });
  if (count === 0 && refused.length === 0 && found.failures.length === 0)
    missing.push({ scheme, code: 'SIGNATURE_MISSING', object, message: `no ${scheme} signature was found` });
  return { scheme, isEnough, trusted, refused: tellingFirst(refused), missing };
}

/** A signature by another signer is rarely why an image is refused. */
function tellingFirst(refused: readonly TrustRefusal[]): readonly TrustRefusal[] {
  return [...refused.filter(({ signedBy }) => signedBy === undefined), ...refused.filter(({ signedBy }) => signedBy !== undefined)];
}

/** Every refusal has a reason, also where no scheme gave one. */
const nothingFound: TrustRefusal = { code: 'SIGNATURE_MISSING', object: 'the image', message: 'no signature was found' };
