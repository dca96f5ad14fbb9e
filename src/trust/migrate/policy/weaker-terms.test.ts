import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeTrustPolicy } from '../../verdict/policy/decode-trust-policy.ts';
import { type TrustStatement } from '../../verdict/policy/trust-policy.ts';
import { comparedTerms, weakerTerms } from './weaker-terms.ts';

const statement = (terms: string): TrustStatement =>
  decodeTrustPolicy(`trust: {images: [{match: r.example/a, ${terms}}]}`, 'p.yaml')!.statements[0]!;
const lost = (before: string, after: string): readonly string[] => weakerTerms(statement(before), statement(after));

const [id, other] = ['ab'.repeat(32), 'cd'.repeat(32)];
const sigstore = (terms = ''): string => `sigstore: {identities: {key: a.pub}${terms}}`;
const notary = (terms = ''): string =>
  `notary: {server: registry${/rootKeys|authority|firstUse/.test(terms) ? '' : `, rootKeys: ${id}`}${terms}}`;
const notation = (terms = ''): string => `notation: {trustStores: "ca:a", trustedIdentities: "x509.subject: C=US, O=A"${terms}}`;
const many = (scheme: string, name: string, values: string): string =>
  `${scheme}: {${scheme === 'sigstore' ? 'identities' : name}: [${values}]}`;

/** By term: a stricter and a weaker statement, and what the weaker one lacks. */
const cases: Readonly<Record<string, readonly [strict: string, weak: string, reason: string]>> = {
  images: [sigstore(), sigstore(), ''],
  action: ['action: forbid', sigstore(), 'has the action forbid'],
  require: [`require: all, ${sigstore()}, ${notary()}`, `${sigstore()}, ${notary()}`, 'is not satisfied by one of several schemes'],
  threshold: ['threshold: 2, sigstore: {identities: [{key: a.pub}, {key: b.pub}]}', 'sigstore: {identities: [{key: a.pub}, {key: b.pub}]}', 'sets threshold: 2'],
  maxAgeMs: [`maxAge: 30d, ${sigstore()}`, `maxAge: 31d, ${sigstore()}`, 'sets maxAge'],
  sigstore: [`require: all, ${sigstore()}, ${notary()}`, notary(), 'requires sigstore signatures'],
  notary: [`require: all, ${sigstore()}, ${notary()}`, sigstore(), 'requires notary signatures'],
  notation: [`require: all, ${notation()}, ${notary()}`, notary(), 'requires notation signatures'],
  attestations: [`${sigstore()}, attestations: {predicateType: provenance}`, sigstore(), 'requires attestations'],
  'sigstore.identities': [sigstore(), many('sigstore', '', '{key: a.pub}, {key: b.pub}'), 'trusts fewer or other sigstore identities'],
  'sigstore.trustedRoot': [sigstore(', trustedRoot: root.json'), sigstore(), 'names another trustedRoot'],
  'sigstore.transparencyLog': [sigstore(', transparencyLog: required'), sigstore(), 'requires transparencyLog'],
  'sigstore.copiedFrom': [sigstore(), sigstore(', copiedFrom: r.example/b'), 'accepts signatures under fewer names (copiedFrom)'],
  'sigstore.annotations': [sigstore(', annotations: {a: b}'), sigstore(', annotations: {a: c}'), 'requires annotations'],
  'notary.server': [notary(), `notary: {server: "https://n.example", rootKeys: ${id}}`, 'names another notary server'],
  'notary.rootKeyIds': [notary(`, rootKeys: ${id}`), notary(`, rootKeys: [${id}, ${other}]`), 'pins fewer or other rootKeys'],
  'notary.authority': [notary(', authority: ca.pem'), notary(', authority: other.pem'), 'names another authority of the root'],
  'notary.firstUse': [notary(', authority: ca.pem'), notary(', authority: ca.pem, firstUse: true'), 'trusts no root on first use'],
  'notary.roles': [notary(', roles: targets/releases'), notary(), 'names other roles'],
  'notary.signers': [notary(', signers: alice'), notary(), 'names signers'],
  'notation.metadata': [notation(', metadata: {a: b}'), notation(), 'requires metadata'],
  'notation.directory': [notation(', directory: /a'), notation(), 'names another directory'],
  'notation.policy': ['notation: {trustPolicy: a.json}', 'notation: {trustPolicy: b.json}', 'has another Notation trustPolicy'],
  'notation.policy.level': [notation(), notation(', level: audit'), 'has the level strict'],
  'notation.policy.overrides': [notation(), notation(', overrides: {expiry: skip}'), 'has other overrides'],
  'notation.policy.trustStores': [notation(), notation().replace('"ca:a"', '["ca:a", "ca:b"]'), 'names fewer or other trustStores'],
  'notation.policy.trustedIdentities': [notation(), notation().replace('"x509.subject: C=US, O=A"', '["x509.subject: C=US, O=A", "x509.subject: C=US, O=B"]'), 'names fewer or other trustedIdentities'],
}; // prettier-ignore

describe('weakerTerms', () => {
  it('has a case here for every term that it compares', () => {
    expect(comparedTerms.filter((term) => cases[term] === undefined)).toEqual([]);
  });

  it('compares every term of a statement in the schema of the policy', () => {
    const text = readFileSync(new URL('../../../../docs/reference/trust-policy.schema.json', import.meta.url), 'utf8');
    const { $defs } = JSON.parse(text) as { $defs: Record<string, { properties?: Record<string, unknown> }> };
    const renamed: Readonly<Record<string, string>> = {
      match: 'images',
      maxAge: 'maxAgeMs',
      rootKeys: 'rootKeyIds',
      trustPolicy: 'policy',
    };
    const known = comparedTerms.map((term) => term.replace('.policy.', '.'));
    const missing = ['statement', 'sigstore', 'notary', 'notation'].flatMap((part) =>
      Object.keys($defs[part]!.properties!)
        .map((name) => `${part === 'statement' ? '' : `${part}.`}${renamed[name] ?? name}`)
        .filter((term) => !known.includes(term)),
    );
    expect(missing).toEqual([]);
  });

  it.each(Object.entries(cases))('%s', (_, [strict, weak, reason]) => {
    expect([lost(strict, weak), lost(strict, strict)]).toEqual([reason === '' ? [] : [reason], []]);
  });

  it.each<[string, string, string]>([
    ['more required annotations', sigstore(), sigstore(', annotations: {a: b}')],
    ['fewer identities', many('sigstore', '', '{key: a.pub}, {key: b.pub}'), sigstore()],
    ['a pinned root instead of first use', notary(', firstUse: true'), notary(`, rootKeys: ${id}`)],
    ['one scheme of several', `${sigstore()}, ${notary()}`, notary()],
    ['another scheme in addition', sigstore(), `require: all, ${sigstore()}, ${notary()}`],
    ['all instead of any', `${sigstore()}, ${notary()}`, `require: all, ${sigstore()}, ${notary()}`],
    ['anything instead of warnings', `action: warn, ${sigstore()}, attestations: {predicateType: provenance}`, notary()],
    ['anything instead of nothing', 'action: ignore', notary()],
  ])('is not weaker: %s', (_, before, after) => {
    expect(lost(before, after)).toEqual([]);
  });

  it.each<[string, string, string, readonly string[]]>([
    ['another scheme', sigstore(), notary(), ['requires sigstore signatures']],
    ['one of several schemes instead of one', sigstore(), `${sigstore()}, ${notary()}`, ['is not satisfied by one of several schemes']],
    ['a third scheme instead of one of two', `${sigstore()}, ${notary()}`, notation(), ['requires notary or sigstore signatures of other signers']],
    ['a third scheme beside two', `${sigstore()}, ${notary()}`, `${sigstore()}, ${notary()}, ${notation()}`, ['requires notary or sigstore signatures of other signers']],
    ['only reported', sigstore(), `action: warn, ${sigstore()}`, ['has the action enforce']],
    ['several terms at once', `require: all, ${sigstore(', transparencyLog: required')}, ${notary(', signers: alice')}`, 'sigstore: {identities: {key: b.pub}}', ['trusts fewer or other sigstore identities', 'requires notary signatures']],
  ])('is weaker: %s', (_, before, after, reasons) => {
    expect(lost(before, after)).toEqual(reasons);
  }); // prettier-ignore
});
