import { describe, expect, it } from 'vitest';
import { parseDigest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { type PratiqueError } from '../../model/pratique-error.ts';
import { type VerificationError } from '../../model/trust/verification-error.ts';
import { readStatement } from '../sigstore/statement/read-statement.ts';
import { checkPredicate } from './check-predicate.ts';
import { makeStatement } from './make-statement.ts';
import { parseAssertion } from './parse-assertion.ts';
import { findPredicateKind, predicateKinds } from './predicate-kinds.ts';
import { parsePredicateType } from './predicate-type.ts';
import { wrapCustom } from './wrap-custom.ts';
import { wrapReport } from './wrap-report.ts';

const now = new Date('2026-11-21T12:00:00Z');
const digest = parseDigest(`sha256:${'ab'.repeat(32)}`);
const subject = { name: 'r.example/app', digest };

/** A valid predicate of each kind; the tests leave out one member after the other. */
const examples: Readonly<Record<string, object>> = {
  cyclonedx: { bomFormat: 'CycloneDX', specVersion: '1.6', components: [] },
  spdx: { spdxVersion: 'SPDX-2.3', SPDXID: 'SPDXRef-DOCUMENT', creationInfo: {} },
  provenance: {
    buildDefinition: { buildType: 'https://b.example', externalParameters: {} },
    runDetails: { builder: { id: 'https://c.example' } },
  },
  'provenance-v0.2': { builder: { id: 'https://c.example' }, buildType: 'https://b.example' },
  vulnerabilities: {
    scanner: { uri: 'pkg:x/y', version: '1', result: {} },
    metadata: { scanStartedOn: '2026-01-01T00:00:00Z', scanFinishedOn: '2026-01-01T00:00:01.5Z' },
  },
  'pratique-report': { schemaVersion: 1, tool: { name: 'pratique', version: '1' }, reports: [{ startedAt: '2026-01-01T00:00:00Z' }] },
  vex: {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    author: 'a',
    timestamp: '2026-01-01T00:00:00+01:00',
    statements: [{ status: 'fixed' }],
  },
  link: { name: 'build', command: [], materials: {}, products: {}, byproducts: {}, environment: {} },
  custom: { Data: 'any text', Timestamp: '2026-01-01T00:00:00Z' },
  'test-result': { result: 'PASSED', configuration: [{}] },
};

function statementOf(predicate: object, type: string): string {
  try {
    return makeStatement(subject, type, Buffer.from(JSON.stringify(predicate)), 'p.json').toString();
  } catch (error) {
    return `${(error as PratiqueError).code} ${(error as Error).message}`;
  }
}

describe('statements', () => {
  it('are never of the type of image signatures', () => {
    const type = 'https://sigstore.dev/cosign/sign/v1';
    const message = 'USAGE https://sigstore.dev/cosign/sign/v1 is the type of image signatures, not of attestations';
    expect(statementOf({}, type)).toBe(message);
    expect(() => parsePredicateType(type)).toThrow(message.slice('USAGE '.length));
  });

  it('have an example of each kind in this test', () => {
    expect(Object.keys(examples)).toEqual(predicateKinds.map(({ names }) => names[0]));
  });

  it.each(Object.entries(examples))('of %s contain the predicate unchanged, and refuse one that lacks a member', (name, predicate) => {
    const { type, shape } = findPredicateKind(name)!;
    const hex = 'ab'.repeat(32);
    const head = `{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"r.example/app","digest":{"sha256":"${hex}"}}],"predicateType":"${type}"`;
    expect(statementOf(predicate, type)).toBe(`${head},"predicate":${JSON.stringify(predicate)}}`);
    for (const { path } of shape) {
      if (path.includes('*')) continue;
      expect(statementOf(without(predicate, path), type)).toBe(`PREDICATE_INVALID p.json is not ${type}: /${path.join('/')} is missing`);
    }
  });

  it('keep numbers and the order of members exactly', () => {
    const text = Buffer.from('\ufeff{"b": 1.0, "a": 12345678901234567890, "b2":1e2}');
    const made = makeStatement(subject, 'https://x.example/p', text, 'p.json').toString();
    expect(made.endsWith('"predicate":{"b": 1.0, "a": 12345678901234567890, "b2":1e2}}')).toBe(true);
    expect(JSON.parse(made)).toMatchObject({ predicateType: 'https://x.example/p', predicate: { b: 1, b2: 100 } });
  });

  it.each([
    ['nothing', Buffer.from(''), 'PREDICATE_INVALID p.json is empty'],
    ['text', Buffer.from('hello'), 'PREDICATE_INVALID p.json is not JSON'],
    ['a list', Buffer.from('[]'), 'PREDICATE_INVALID p.json is not a JSON object'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'PREDICATE_INVALID p.json is not UTF-8'],
    ['two objects', Buffer.from('{},"predicateType":"x","predicate":{}'), 'PREDICATE_INVALID p.json is not JSON'],
    ['too much nesting', Buffer.from(`{"a":${'['.repeat(limits.statementDepth)}`), 'PREDICATE_INVALID p.json is nested more than'],
  ])('are not made of %s', (_, bytes, expected) => {
    expect(() => makeStatement(subject, 'https://x.example/p', bytes, 'p.json')).toThrow(expected.replace(/^\S+ /, ''));
  });

  it('have a maximum size', () => {
    const bytes = { length: limits.dssePayloadBytes + 1 } as Uint8Array;
    expect(() => makeStatement(subject, 'https://x.example/p', bytes, 'p.json')).toThrow('the limit is 134217728');
  });
});

describe('predicate types', () => {
  it.each([
    ['cyclonedx', 'https://cyclonedx.org/bom'],
    ['vuln', 'https://cosign.sigstore.dev/attestation/vuln/v1'],
    ['slsaprovenance', 'https://slsa.dev/provenance/v0.2'],
    ['https://slsa.dev/provenance/v1', 'https://slsa.dev/provenance/v1'],
    ['urn:x:y', 'urn:x:y'],
  ])('%s is %s', (text, type) => {
    expect(parsePredicateType(text)).toBe(type);
  });

  it.each(['', 'prov', 'https://a b', 'x y', `https://x.example/${'a'.repeat(1_024)}`])('%j is not one', (text) => {
    expect(() => parsePredicateType(text)).toThrow('is not a predicate type');
  });
});

describe('assertions', () => {
  const predicate = {
    builder: { id: 'https://ci.example/b' },
    'builder.id': 'dotted',
    'a/b~c': 1,
    count: 3,
    isDone: true,
    none: null,
    empty: [],
    nested: [[], [1]],
    byText: '5.0',
    startedAt: '2026-11-21T11:00:00Z',
    findings: [{ severity: 'LOW' }, { severity: 'CRITICAL', nested: ['x'] }],
    byName: { one: { n: 1 }, two: { n: 2 } },
    __proto__: { inherited: 1 },
  };
  const compile = (source: string) => ({
    kind: 'pattern' as const,
    pattern: { source, matches: (text: string) => new RegExp(`^(?:${source})$`).test(text) },
  });
  const outcome = (text: string): string => {
    try {
      checkPredicate({ predicateType: 't', predicate }, [parseAssertion(text, compile)], { object: 'att 1', now });
      return 'met';
    } catch (error) {
      const { code, object, message } = error as VerificationError;
      return `${object} ${code} ${message}`;
    }
  };

  it.each([
    'builder.id=https://ci.example/b',
    'builder.id=x|https://ci.example/b',
    '/builder.id=dotted',
    '/a~1b~0c=1',
    'builder.id~https://ci[.]example/.',
    'builder.id!=x|y',
    'count=3',
    'count<=3',
    'count>=2.5',
    'isDone=true',
    'builder',
    'empty',
    'empty.*!=1',
    'empty.*<=1',
    'findings.*.severity!=high',
    'findings.0.severity=LOW',
    'findings.*.severity',
    'findings.*.severity!=HIGH',
    'byName.*.n<=2',
    '/findings/1/nested/0=x',
  ])('%s passes', (text) => {
    expect(outcome(text)).toBe('met');
  });

  it.each([
    ['builder.id=https://ci.example/', '/builder/id is "https://ci.example/b", not "https://ci.example/"'],
    ['builder.id=x|y', '/builder/id is "https://ci.example/b", not one of "x", "y"'],
    ['builder.id~https://ci', '/builder/id is "https://ci.example/b", not a match for https://ci'],
    ['builder.id!=https://ci.example/b', '/builder/id is "https://ci.example/b", not any value except "https://ci.example/b"'],
    ['builder!=x', '/builder is an object, not any value except "x"'],
    ['count="3"', '/count is 3, not "3"'],
    ['count<=2', '/count is 3, not at most 2'],
    ['count>=4', '/count is 3, not at least 4'],
    ['count~3', '/count is 3, not a match for 3'],
    ['builder.id<=2', '/builder/id is "https://ci.example/b", not at most 2'],
    ['builder.id>=2', '/builder/id is "https://ci.example/b", not at least 2'],
    ['empty.*', '/empty/* stands for no element: the list or object is empty'],
    ['empty.*=1', '/empty/* stands for no element: the list or object is empty'],
    ['empty.*=1|2', '/empty/* stands for no element: the list or object is empty'],
    ['empty.*>=0', '/empty/* stands for no element: the list or object is empty'],
    ['empty.*~.*', '/empty/* stands for no element: the list or object is empty'],
    ['empty.*.a.b', '/empty/* stands for no element: the list or object is empty'],
    ['nested.*.*=1', '/nested/0/* stands for no element: the list or object is empty'],
    ['byText!=5', '/byText is "5.0", not any value except 5'],
    ['isDone!=true', '/isDone is true, not any value except true'],
    ['missing', '/missing is missing'],
    ['none', '/none is missing'],
    ['missing!=x', '/missing is missing'],
    ['missing<=1', '/missing is missing'],
    ['missing.*=x', '/missing/* is missing'],
    ['count.*=x', '/count/* is missing'],
    ['builder.id.length', '/builder/id/length is missing'],
    ['findings.length', '/findings/length is missing'],
    ['findings.2', '/findings/2 is missing'],
    ['findings.00.severity', '/findings/00 is missing'],
    ['constructor', '/constructor is missing'],
    ['inherited', '/inherited is missing'],
    ['findings.*.severity!=CRITICAL|HIGH', '/findings/1/severity is "CRITICAL", not any value except "CRITICAL", "HIGH"'],
    ['findings.*.nested', '/findings/0/nested is missing'],
    ['findings=1', '/findings is a list of 2, not 1'],
    ['/a~1b~0c=2', '/a~1b~0c is 1, not 2'],
  ])('%s fails', (text, expected) => {
    expect(outcome(text).replace('/findings/00/severity', '/findings/00')).toBe(`att 1 ATTESTATION_REFUSED t: ${expected}`);
  });

  it.each([
    '',
    '=x',
    '.a',
    'a..b=1',
    'a.=1',
    `${'a.'.repeat(33)}a`,
    'a<=x',
    'a>=1e9',
    'a=9007199254740992',
    'a!=1|99999999999999999999',
    'a<=9007199254740993',
    'a=7.00000000000000000001',
    'a>=0.1234567890123456789',
    'a!=1|7.00000000000000000001',
  ])('%j is not an assertion', (text) => {
    expect(() => parseAssertion(text, compile)).toThrow();
  });

  it.each([
    ['startedAt', 3_600_000, undefined],
    ['startedAt', 3_599_999, '/startedAt is "2026-11-21T11:00:00Z", not a time within the last 1 hours'],
    ['count', 1, '/count is 3, not a time within the last 0 hours'],
  ])('the age of %s within %i ms', (path, value, expected) => {
    const check = () =>
      checkPredicate({ predicateType: 't', predicate }, [{ path: [path], test: { kind: 'maxAge', value } }], { object: 'a', now });
    if (expected === undefined) expect(check).not.toThrow();
    else expect(check).toThrow(expected);
  });

  /** The predicate goes the way of a signed one: through the parser that keeps what a number would round. */
  it.each([
    ['7.00000000000000000001', 'n=7', false],
    ['7.00000000000000000001', 'n!=7', true],
    ['7.00000000000000000001', 'n<=7', false],
    ['7.00000000000000000001', 'n>=7', true],
    ['6.99999999999999999999', 'n>=7', false],
    ['6.99999999999999999999', 'n<=7', true],
    ['7.00', 'n=7', true],
    ['70e-1', 'n=7', true],
    ['0.7E+1', 'n=7', true],
    ['700000000000000000000e-20', 'n=7', true],
    ['-0', 'n=0', true],
    ['-0.000e5', 'n>=0', true],
    ['-1e-400', 'n>=0', false],
    ['-1e-400', 'n=0', false],
    ['1e-400', 'n<=0', false],
    ['1e400', 'n<=9007199254740991', false],
    ['1e400', 'n>=9007199254740991', true],
    ['-1e400', 'n<=0', true],
    ['1e99999999999999999999', 'n>=1', true],
    ['9007199254740993', 'n=9007199254740991', false],
    ['9007199254740991.5', 'n<=9007199254740991', false],
    [`0.${'3'.repeat(2_000)}`, 'n<=1', false],
    [`0.${'3'.repeat(2_000)}`, 'n!=1', false],
    ['[7.00000000000000000001]', 'n.*<=7', false],
    ['7.00000000000000000001', 'n.text', false],
    ['7.00000000000000000001', 'n', true],
  ])('compares numbers exactly: %s, %s: %s', (number, assertion, expected) => {
    const statement = `{"predicateType":"t","_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{"sha256":"00"}}],"predicate":{"n":${number}}}`;
    const signed = readStatement({ payload: Buffer.from(statement), payloadType: 'application/vnd.in-toto+json', signatures: [] }, 'o');
    const check = () => checkPredicate(signed, [parseAssertion(assertion, compile)], { object: 'o', now });
    if (expected) expect(check).not.toThrow();
    else expect(check).toThrow();
  });

  it('refuses a time in the future, and can require absence', () => {
    const check = (test: Parameters<typeof checkPredicate>[1][number]['test'], json: unknown) => () =>
      checkPredicate({ predicateType: 't', predicate: json }, [{ path: ['a'], test }], { object: 'o', now });
    expect(check({ kind: 'maxAge', value: 1e12 }, { a: '2026-11-21T12:00:01Z' })).toThrow('not a time within the last');
    expect(check({ kind: 'exists', value: false }, {})).not.toThrow();
    expect(check({ kind: 'exists', value: false }, { a: 1 })).toThrow('/a is 1, but must be absent');
    expect(check({ kind: 'exists', value: true }, undefined)).toThrow('/a is missing');
    expect(check({ kind: 'is', type: 'object' }, { a: [] })).toThrow('/a is a list of 0, not an object');
    expect(check({ kind: 'is', type: 'truth value' }, { a: true })).not.toThrow();
    expect(check({ kind: 'is', type: 'number' }, { a: '1' })).toThrow('/a is "1", not a number');
    expect(check({ kind: 'matches', pattern: { kind: 'exact', text: 'x' } }, { a: 'y'.repeat(200) })).toThrow(
      /^t: \/a is "y{119}…, not "x"$/,
    );
  });

  it('names the predicate where the path is empty', () => {
    const check = () =>
      checkPredicate({ predicateType: 't', predicate: 1 }, [{ path: [], test: { kind: 'is', type: 'object' } }], { object: 'o', now });
    expect(check).toThrow('t: the predicate is 1, not an object');
  });
});

describe('a report of pratique scan', () => {
  it('becomes cosign’s vulnerability predicate', () => {
    const report = {
      schemaVersion: 1,
      tool: { name: 'pratique', version: '0.1.0' },
      reports: [
        { startedAt: '2026-01-01T00:00:10Z', durationMs: 500 },
        { startedAt: '2026-01-01T00:00:00Z', durationMs: 1_000 },
      ],
    };
    const wrapped = wrapReport(report);
    expect(wrapped).toEqual({
      invocation: { parameters: null, uri: '', event_id: '', 'builder.id': '' },
      scanner: { uri: 'pkg:npm/pratique', version: '0.1.0', db: { uri: '', version: '' }, result: report },
      metadata: { scanStartedOn: '2026-01-01T00:00:00.000Z', scanFinishedOn: '2026-01-01T00:00:10.500Z' },
    });
    expect(statementOf(wrapped!, 'https://cosign.sigstore.dev/attestation/vuln/v1')).toContain('"_type"');
  });

  it.each([{}, { tool: 'x', reports: [] }, { tool: { name: 'other' }, reports: [{}] }, { tool: { name: 'pratique' }, reports: [] }])(
    'is not %j',
    (json) => {
      expect(wrapReport(json)).toBeUndefined();
    },
  );
});

function without(value: object, path: readonly string[]): object {
  const copy = structuredClone(value) as Record<string, never>;
  let holder: Record<string, never> = copy;
  for (const name of path.slice(0, -1)) holder = holder[name]!;
  Reflect.deleteProperty(holder, path.at(-1)!);
  return copy;
}

describe('custom predicates', () => {
  it('hold any text, as cosign has it', () => {
    const wrapped = wrapCustom(Buffer.from('\ufeffnot {JSON}\n'), 'x.txt', new Date('2026-11-21T12:00:00.9Z'));
    expect(JSON.parse(wrapped.toString())).toEqual({ Data: '\ufeffnot {JSON}\n', Timestamp: '2026-11-21T12:00:00Z' });
  });

  it('hold text only', () => {
    expect(() => wrapCustom(Buffer.from([0xff]), 'x.bin', now)).toThrow('x.bin is not UTF-8');
  });
});
