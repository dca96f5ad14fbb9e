import { describe, expect, it } from 'vitest';
import { PratiqueError } from '../../model/pratique-error.ts';
import { parseReference } from '../../model/reference.ts';
import { chooseStatement } from './choose-statement.ts';
import { decodeTrustPolicy } from './policy/decode-trust-policy.ts';
import { type VerifyOptions } from './verification-options.ts';

const image = 'registry.example/lab/app:1';
const sigstore = 'sigstore: {identities: {key: release.pub}';
const attestations = 'attestations: [{predicateType: "https://example.com/p", identities: {key: other.pub}}]';

function attempt<T>(work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    if (error instanceof PratiqueError) return error.code;
    throw error;
  }
}

/** What is required, or the code of the refusal. */
function choose(terms: string, options: Partial<VerifyOptions>): unknown {
  const policy = decodeTrustPolicy(`trust: {images: [{match: registry.example/lab/app, ${terms}}]}`, 'p.yaml')!;
  const chosen = attempt(() => chooseStatement(image, parseReference(image), { policy, ...options }));
  if (typeof chosen === 'string') return chosen;
  if (chosen.kind === 'verdict') return chosen.verdict.refused.map(({ code }) => code).join(' ');
  const { statement } = chosen.found;
  const isConsulted = chosen.binding === undefined ? {} : { isConsulted: true };
  return {
    schemes: ['notary', 'sigstore', 'notation'].filter((name) => name in statement),
    threshold: statement.threshold,
    ...isConsulted,
  };
}

const notary = 'notary: {server: registry, firstUse: true}';
const logged: Partial<VerifyOptions> = { requiresTransparencyLog: true };
const schemes = (...names: readonly ('notary' | 'sigstore' | 'notation')[]): Partial<VerifyOptions> => ({ schemes: new Set(names) });
const annotated = (name: string, text: string): Partial<VerifyOptions> => ({ annotations: new Map([[name, text]]) });

it('names the file whose statements match nothing', () => {
  const policy = decodeTrustPolicy(`trust: {images: [{match: other.example/**, ${sigstore}}}]}`, 'p.yaml')!;
  const messageOf = (policyName?: string): unknown => {
    const chosen = chooseStatement(image, parseReference(image), { policy, ...(policyName === undefined ? {} : { policyName }) });
    return chosen.kind === 'verdict' ? chosen.verdict.refused.map(({ code, message }) => `${code} ${message}`) : chosen;
  };
  expect([messageOf('p.yaml'), messageOf()]).toEqual([
    ['POLICY_MISSING no statement of p.yaml matches it'],
    ['POLICY_MISSING no statement of the policy matches it'],
  ]);
});

describe('options never weaken a policy', () => {
  it.each<[string, string, Partial<VerifyOptions>, unknown]>([
    ['attestations alone do not replace the signature that --scheme leaves out', `${sigstore}}, ${attestations}`, schemes('notation'), 'SIGNATURE_MISSING'],
    ['attestations alone do not replace trust metadata', `notary: {server: registry, rootKeys: ${'a'.repeat(64)}}, ${attestations}`, schemes('sigstore'), 'SIGNATURE_MISSING'],
    ['--scheme keeps one of several', `${sigstore}}, notation: {}, ${attestations}`, schemes('sigstore'), { schemes: ['sigstore'], threshold: 1 }],
    ['--scheme leaves out none of all', `require: all, ${sigstore}}, notation: {}`, schemes('sigstore'), { schemes: ['sigstore', 'notation'], threshold: 1 }],
    ['--scheme leaves trust metadata to contradict', `${sigstore}}, ${notary}`, schemes('sigstore'), { schemes: ['sigstore'], threshold: 1, isConsulted: true }],
    ['an annotation leaves trust metadata to contradict', `${sigstore}}, ${notary}`, annotated('env', 'prod'), { schemes: ['sigstore'], threshold: 1, isConsulted: true }],
    ['a log entry is enough only with sigstore', `${sigstore}}, notation: {}, ${notary}`, logged, { schemes: ['sigstore'], threshold: 1, isConsulted: true }],
    ['a log entry besides Notation', `require: all, ${sigstore}}, notation: {}`, logged, { schemes: ['sigstore', 'notation'], threshold: 1 }],
    ['a log entry of attestations', attestations, logged, { schemes: [], threshold: 1 }],
    ['a log entry that Notation has not', 'notation: {}', logged, 'USAGE'],
    ['a log entry that trust metadata have not', `${notary}, notation: {}, ${attestations}`, logged, 'USAGE'],
    ['--threshold raises that of the policy', `${sigstore}}`, { threshold: 2 }, { schemes: ['sigstore'], threshold: 2 }],
    ['--threshold does not lower it', `threshold: 3, sigstore: {identities: [{key: a.pub}, {key: b.pub}, {key: c.pub}]}`, { threshold: 2 }, { schemes: ['sigstore'], threshold: 3 }],
    ['--threshold counts signers of attestations', attestations, { threshold: 2 }, { schemes: [], threshold: 2 }],
    ['an annotation that contradicts the policy', `${sigstore}, annotations: {env: prod}}`, annotated('env', 'dev'), 'ANNOTATION_MISMATCH'],
    ['an annotation that contradicts metadata of Notation', 'notation: {metadata: {env: prod}}', annotated('env', 'dev'), 'ANNOTATION_MISMATCH'],
    ['an annotation besides that of the policy', `${sigstore}, annotations: {env: prod}}`, annotated('team', 'a'), { schemes: ['sigstore'], threshold: 1 }],
    ['an annotation that nothing could have', attestations, annotated('env', 'prod'), 'ANNOTATION_MISMATCH'],
    ['an annotation that trust metadata cannot have', 'notary: {server: registry, firstUse: true}', annotated('env', 'prod'), 'ANNOTATION_MISMATCH'],
    ['attestations alone, where the policy says so', attestations, {}, { schemes: [], threshold: 1 }],
  ])('%s', (_name, terms, options, expected) => {
    expect(choose(terms, options)).toEqual(expected);
  }); // prettier-ignore

  it('requires the annotations of both', () => {
    const policy = decodeTrustPolicy(`trust: {images: [{match: "**", ${sigstore}, annotations: {env: prod}}}]}`, 'p.yaml')!;
    const chosen = chooseStatement(image, parseReference(image), { policy, annotations: new Map([['team', 'a']]) });
    expect(chosen.kind === 'statement' && [...(chosen.found.statement.sigstore?.annotations ?? [])]).toEqual([
      ['env', 'prod'],
      ['team', 'a'],
    ]);
  });
});
