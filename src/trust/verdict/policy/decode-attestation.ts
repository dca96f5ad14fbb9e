import { type YamlValue } from '../../../lib/yaml/yaml-value.ts';
import { decodeTextPattern } from './decode-patterns.ts';
import { decodeIdentity } from './decode-sigstore.ts';
import { decodeDuration } from './duration.ts';
import { type Assertion, type AssertionTest, type AttestationTerms } from './trust-policy.ts';

/** Short names that are written for long ones, as cosign has them; in-toto/attestation, spec/predicates. */
const predicateTypes: ReadonlyMap<string, string> = new Map([
  ['slsaprovenance', 'https://slsa.dev/provenance/v0.2'],
  ['slsaprovenance02', 'https://slsa.dev/provenance/v0.2'],
  ['slsaprovenance1', 'https://slsa.dev/provenance/v1'],
  ['spdxjson', 'https://spdx.dev/Document'],
  ['cyclonedx', 'https://cyclonedx.org/bom'],
  ['vuln', 'https://cosign.sigstore.dev/attestation/vuln/v1'],
  ['openvex', 'https://openvex.dev/ns'],
]);

/** Throws YamlError. */
export function decodeAttestation(value: YamlValue): AttestationTerms {
  const members = value.mapping(['predicateType', 'identities', 'maxAge', 'assertions']);
  const maxAgeMs = members.optional('maxAge', decodeDuration);
  const identities = members.optional('identities', (list) => list.oneOrMore().map(decodeIdentity));
  return {
    predicateType: members.required('predicateType', decodePredicateType),
    ...(identities === undefined ? {} : { identities }),
    ...(maxAgeMs === undefined ? {} : { maxAgeMs }),
    assertions: members.optional('assertions', (list) => list.oneOrMore().map(decodeAssertion)) ?? [],
  };
}

function decodePredicateType(value: YamlValue): string {
  const text = value.text();
  const known = predicateTypes.get(text);
  if (known !== undefined) return known;
  if (URL.canParse(text)) return text;
  throw value.fault(
    `is ${JSON.stringify(text.slice(0, 60))}, which is neither a URI nor one of the short names`,
    [...predicateTypes.keys()].join(', '),
  );
}

const tests = ['equals', 'oneOf', 'matches', 'atMost', 'atLeast', 'exists'] as const;

function decodeAssertion(value: YamlValue): Assertion {
  const members = value.mapping(['path', ...tests]);
  const given = tests.filter((name) => members.has(name));
  const [name] = given;
  if (name === undefined || given.length > 1)
    throw value.fault(name === undefined ? 'tests nothing' : `has both ${given.join(' and ')}`, tests.join(', '));
  return { path: members.required('path', decodePath), test: members.required(name, (member) => decodeTest(name, member)) };
}

function decodeTest(name: (typeof tests)[number], value: YamlValue): AssertionTest {
  switch (name) {
    case 'equals':
      return { kind: name, value: value.scalar() };
    case 'oneOf':
      return { kind: name, values: value.oneOrMore().map((each) => each.scalar()) };
    case 'matches':
      return { kind: name, pattern: decodeTextPattern(value) };
    case 'exists':
      return { kind: name, value: value.truth() };
    case 'atMost':
    case 'atLeast': {
      const number = value.scalar();
      if (typeof number !== 'number') throw value.fault('is not a number');
      return { kind: name, value: number };
    }
  }
}

function decodePath(value: YamlValue): readonly string[] {
  const path = value.text().split('.');
  if (path.some((part) => part === '') || path.length > 32)
    throw value.fault('has an empty part', 'names between dots, as in buildDefinition.buildType');
  return path;
}
