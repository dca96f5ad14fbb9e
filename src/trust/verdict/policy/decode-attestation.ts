import { PratiqueError } from '../../../model/pratique-error.ts';
import { parsePredicateType } from '../../attest/predicate-type.ts';
import { isExactNumber } from '../../attest/parse-assertion.ts';
import { type PredicateAssertion, type PredicateTest, type Scalar } from '../../attest/predicate-assertion.ts';
import { type YamlValue } from '../../../lib/yaml/yaml-value.ts';
import { decodeTextPattern } from './decode-patterns.ts';
import { decodeIdentity } from './decode-sigstore.ts';
import { decodeDuration } from './duration.ts';
import { decodeThreshold } from './signer-count.ts';
import { type AttestationTerms } from './trust-policy.ts';

/** Throws YamlError. */
export function decodeAttestation(value: YamlValue): AttestationTerms {
  const members = value.mapping(['predicateType', 'identities', 'threshold', 'maxAge', 'assertions']);
  const maxAgeMs = members.optional('maxAge', decodeDuration);
  const threshold = members.optional('threshold', decodeThreshold);
  const identities = members.optional('identities', (list) => list.oneOrMore().map(decodeIdentity));
  return {
    predicateType: members.required('predicateType', decodePredicateType),
    ...(identities === undefined ? {} : { identities }),
    ...(threshold === undefined ? {} : { threshold }),
    ...(maxAgeMs === undefined ? {} : { maxAgeMs }),
    assertions: members.optional('assertions', (list) => list.oneOrMore().map(decodeAssertion)) ?? [],
  };
}

function decodePredicateType(value: YamlValue): string {
  const text = value.text();
  try {
    return parsePredicateType(text);
  } catch (error) {
    if (!(error instanceof PratiqueError)) throw error;
    throw value.fault(`is ${JSON.stringify(text.slice(0, 60))}, which is not a predicate type`, error.hint);
  }
}

const tests = ['equals', 'oneOf', 'noneOf', 'matches', 'atMost', 'atLeast', 'maxAge', 'exists'] as const;

function decodeAssertion(value: YamlValue): PredicateAssertion {
  const members = value.mapping(['path', ...tests]);
  const given = tests.filter((name) => members.has(name));
  const [name] = given;
  if (name === undefined || given.length > 1)
    throw value.fault(name === undefined ? 'tests nothing' : `has both ${given.join(' and ')}`, tests.join(', '));
  return { path: members.required('path', decodePath), test: members.required(name, (member) => decodeTest(name, member)) };
}

function decodeTest(name: (typeof tests)[number], value: YamlValue): PredicateTest {
  switch (name) {
    case 'equals':
      return { kind: name, value: decodeScalar(value) };
    case 'oneOf':
    case 'noneOf':
      return { kind: name, values: value.oneOrMore().map(decodeScalar) };
    case 'matches':
      return { kind: name, pattern: decodeTextPattern(value) };
    case 'maxAge':
      return { kind: name, value: decodeDuration(value) };
    case 'exists':
      return { kind: name, value: value.truth() };
    case 'atMost':
    case 'atLeast': {
      const number = decodeScalar(value);
      if (typeof number !== 'number') throw value.fault('is not a number');
      return { kind: name, value: number };
    }
  }
}

/** A number that JavaScript would round would be compared as another one. */
function decodeScalar(value: YamlValue): Scalar {
  const scalar = value.scalar();
  if (typeof scalar !== 'number') return scalar;
  // YAML also has 0x10, 0o7, .5 and +1; a whole number in these has one value as well.
  const isExact =
    isExactNumber(scalar, value.source) || (Number.isSafeInteger(scalar) && !/^[-+]?[\d.]/.test(value.source.replace(/^0[xo]/, 'x')));
  if (isExact) return scalar;
  throw value.fault(
    'has too many digits to be compared exactly',
    `numbers of up to 15 digits, whole ones up to ${Number.MAX_SAFE_INTEGER}, or text in quotes`,
  );
}

/** A JSON pointer (RFC 6901) after a slash, names between dots otherwise; `*` is every element. */
function decodePath(value: YamlValue): readonly string[] {
  const text = value.text();
  const isPointer = text.startsWith('/');
  const path = isPointer
    ? text
        .slice(1)
        .split('/')
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    : text.split('.');
  if ((!isPointer && path.includes('')) || path.length > 32)
    throw value.fault('is not a path', 'names separated by dots, as in buildDefinition.buildType; or a JSON pointer');
  return path;
}
