import { type YamlValue } from '../../../lib/yaml/yaml-value.ts';
import { findAmbiguity } from './copied-from.ts';
import { decodeAttestation } from './decode-attestation.ts';
import { decodeImagePattern } from './decode-patterns.ts';
import { decodeNotation } from './decode-notation.ts';
import { decodeNotary } from './decode-notary.ts';
import { decodeSigstore } from './decode-sigstore.ts';
import { decodeDuration } from './duration.ts';
import { holdAttestation } from './held-attestation.ts';
import { decodeThreshold, mostSigners } from './signer-count.ts';
import { type TrustStatement } from './trust-policy.ts';

const settings = ['match', 'action', 'require', 'threshold', 'maxAge', 'sigstore', 'notary', 'notation', 'attestations'] as const;
const schemes = ['sigstore', 'notary', 'notation'] as const;

/** Throws YamlError, also for a statement that would accept every image without saying so. */
export function decodeStatement(value: YamlValue): TrustStatement {
  const members = value.mapping(settings);
  const maxAgeMs = members.optional('maxAge', decodeDuration);
  const sigstore = members.optional('sigstore', decodeSigstore);
  const notary = members.optional('notary', decodeNotary);
  const notation = members.optional('notation', decodeNotation);
  const statement: TrustStatement = {
    images: members.required('match', (match) => match.oneOrMore().map(decodeImagePattern)),
    action: members.optional('action', (action) => action.word(['enforce', 'warn', 'ignore', 'forbid'])) ?? 'enforce',
    require: members.optional('require', (require) => require.word(['any', 'all'])) ?? 'any',
    threshold: members.optional('threshold', decodeThreshold) ?? 1,
    ...(maxAgeMs === undefined ? {} : { maxAgeMs }),
    ...(sigstore === undefined ? {} : { sigstore }),
    ...(notary === undefined ? {} : { notary }),
    ...(notation === undefined ? {} : { notation }),
    attestations: members.optional('attestations', (list) => list.oneOrMore().map(decodeAttestation)) ?? [],
  };
  const unused = (['require', 'threshold', 'maxAge'] as const).find((name) => members.has(name));
  if (unused !== undefined && (statement.action === 'ignore' || statement.action === 'forbid'))
    throw value.fault(
      `has the action ${statement.action} and also ${unused}, which nothing would be checked against`,
      'leave out one of the two',
    );
  checkTerms(value, statement);
  return statement;
}

function checkTerms(value: YamlValue, statement: TrustStatement): void {
  const named = schemes.filter((scheme) => statement[scheme] !== undefined);
  const mayPass = statement.action === 'ignore' || statement.action === 'forbid';
  if (mayPass && (named.length > 0 || statement.attestations.length > 0))
    throw value.fault(`has the action ${statement.action} and also names signers`, 'leave out one of the two');
  if (mayPass) return;
  if (named.length === 0 && statement.attestations.length === 0)
    throw value.fault('requires no signature and no attestation', 'sigstore, notary, notation or attestations');
  const anonymous = statement.attestations.find(({ identities }) => identities === undefined && statement.sigstore === undefined);
  if (anonymous !== undefined)
    throw value.fault(
      `names no trusted signer for the attestation ${anonymous.predicateType}`,
      'identities in the attestation, or sigstore in the statement',
    );
  if (statement.maxAgeMs !== undefined && statement.notary !== undefined)
    throw value.fault(
      'has both maxAge and notary, and trust metadata do not state when a tag was signed',
      'leave out maxAge (trust metadata expire by themselves), or give it in attestations',
    );
  const { sigstore, threshold, images } = statement;
  const ambiguity = findAmbiguity(images, sigstore?.copiedFrom ?? []);
  if (ambiguity !== undefined)
    throw value.fault(ambiguity, 'one match and copiedFrom with the same wildcard at the end, or a list of copies beside images');
  if (sigstore !== undefined && mostSigners(sigstore.identities) < threshold)
    throw value.fault(`requires ${threshold} signers, but names ${sigstore.identities.length}`);
  for (const terms of statement.attestations) {
    const [held, identities] = [holdAttestation(terms, statement), terms.identities ?? sigstore?.identities ?? []];
    if (mostSigners(identities) < held.threshold)
      throw value.fault(
        `requires ${held.threshold} signers of the attestation ${terms.predicateType}, but names ${identities.length}`,
        'a threshold in the attestation, or more identities',
      );
  }
}
