import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeTrustPolicy } from '../../verdict/policy/decode-trust-policy.ts';
import { formatPolicy } from './format-policy.ts';
import { mergePolicy } from './merge-policy.ts';
import { type PolicyStatement, type PolicyTerms } from './policy-terms.ts';

const rootKey = 'ab'.repeat(32);
const key = '-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n';
const notary: PolicyTerms = { notary: { server: 'registry', rootKeys: [rootKey] } };
const sigstore: PolicyTerms = { sigstore: { identities: [{ key }] } };
const notation: PolicyTerms = {
  notation: { level: 'strict', trustStores: ['ca:migrated'], trustedIdentities: ['x509.subject: C=US, ST=WA, O=Acme'] },
};
const statement = (terms: PolicyTerms, match = 'docker.io/org/app'): PolicyStatement => ({ match, terms });
const merge = (text: string, ...statements: readonly PolicyStatement[]): string => mergePolicy(text, 'p.yaml', statements).text;
const refusal = (text: string, terms: PolicyTerms): string => {
  try {
    return merge(text, statement(terms));
  } catch (error) {
    return (error as Error).message;
  }
};

describe('a new policy file', () => {
  it('binds tags and requires every scheme', () => {
    expect(formatPolicy([statement({ ...sigstore, ...notation, ...notary })])).toBe(`\
# Replaces Docker Content Trust; written by pratique trust migrate apply.
# notary binds each tag to its digest. Renew the timestamp before it expires: pratique trust repo renew REPOSITORY
version: 1
trust:
  images:
    - match: docker.io/org/app
      action: enforce
      require: all
      notary:
        server: registry
        rootKeys:
          - ${rootKey}
      sigstore:
        identities:
          - key: |
              -----BEGIN PUBLIC KEY-----
              MFkw
              -----END PUBLIC KEY-----
      notation:
        level: strict
        trustStores:
          - ca:migrated
        trustedIdentities:
          - "x509.subject: C=US, ST=WA, O=Acme"
`);
  });

  it.each<[string, PolicyTerms, readonly string[]]>([
    ['notary alone', notary, ['notary']],
    ['sigstore alone', sigstore, ['sigstore']],
    ['notation alone', notation, ['notation']],
  ])('%s needs no require, and can be verified with', (_, terms, schemes) => {
    const text = formatPolicy([statement(terms), statement(terms, 'docker.io/org/other')]);
    expect(text).not.toContain('require:');
    const statements = decodeTrustPolicy(text, 'p.yaml')?.statements ?? [];
    const named = statements.map((each) => ['notary', 'sigstore', 'notation'].filter((name) => name in each));
    expect(named).toEqual([schemes, schemes]);
  });

  it.each([
    ['no text', ''],
    ['a comment', '# ours\n'],
    ['a comment without a line break', '# ours'],
  ])('%s: the statements follow it', (_, text) => {
    const whole = text === '' || text.endsWith('\n') ? text : `${text}\n`;
    expect(merge(text, statement(notary))).toBe(`${whole}${formatPolicy([statement(notary)])}`);
  });
});

const house = `\
# what our images must pass
version: 1
policy:
  # fail on these
  - { expression: "finding.severity == 'critical'" }
trust:
  images:
    # everything of ours
    - match: ghcr.io/acme/**
      sigstore:
        identities:
          - key: keys/release.pub # since May
`;

describe('a policy file that exists', () => {
  it('keeps everything else, comments included', () => {
    const merged = mergePolicy(house, 'p.yaml', [statement(notary)]);
    expect(merged).toEqual({
      text: `${house}    - match: docker.io/org/app
      action: enforce
      notary:
        server: registry
        rootKeys:
          - ${rootKey}
`,
      changed: ['docker.io/org/app'],
      notices: [],
    });
  });

  it('gets a statement whose root keys are not known before the tags are signed', () => {
    const text =
      'trust:\n  images:\n    - match: docker.io/org/other\n      notary:\n        server: registry\n        rootKeys: [' + rootKey + ']\n';
    expect(merge(text, statement({ ...sigstore, notary: { server: 'registry', rootKeys: [] } }))).toContain('rootKeys: []');
    expect(merge('version: 1\n', statement({ notary: { server: 'registry', rootKeys: [] } }))).toContain('rootKeys: []');
  });

  it('without a trust section gets one', () => {
    expect(merge('policy: [] # none yet\n', statement(notary))).toBe(`policy: [] # none yet
trust:
  images:
    - match: docker.io/org/app
      action: enforce
      notary:
        server: registry
        rootKeys:
          - ${rootKey}
`);
  });

  it('stays as it is, byte for byte, when it requires all of it already', () => {
    const text = formatPolicy([statement({ ...notary, ...sigstore })]).replace('version: 1\n', 'version:   1   # ours\n');
    expect(mergePolicy(text, 'p.yaml', [statement(notary), statement(sigstore), statement({ ...notary, ...sigstore })])).toEqual({
      text,
      changed: [],
      notices: [],
    });
  });

  it('gets a scheme added to its statement, and require: all', () => {
    const merged = mergePolicy(formatPolicy([statement(sigstore)]), 'p.yaml', [statement(notary)]);
    expect(merged.changed).toEqual(['docker.io/org/app']);
    expect(decodeTrustPolicy(merged.text, 'p.yaml')?.statements).toMatchObject([
      { require: 'all', notary: { server: 'registry', rootKeyIds: [rootKey] }, sigstore: { identities: [{ key: { pem: key } }] } },
    ]);
  });

  it('names the wider statement that no longer applies', () => {
    const same = formatPolicy([statement({ ...sigstore, ...notary }, 'ghcr.io/acme/**')]);
    const text = [house.replace('- match', '- action: warn\n      match'), same, same.replace('require: all', 'require: any')];
    const notices = text.map((each) => mergePolicy(each, 'p.yaml', [statement({ ...sigstore, ...notary }, 'ghcr.io/acme/app')]).notices);
    for (const each of notices) expect(each).toEqual([
      'p.yaml: ghcr.io/acme/app now has a statement of its own, so ghcr.io/acme/** no longer applies to it',
    ]);
  }); // prettier-ignore

  it.each<[string, string, PolicyTerms, string]>([
    ['that only warns', formatPolicy([statement(sigstore)]).replace('enforce', 'warn'), sigstore, 'has the action warn, so nothing is enforced: images without the new signatures pass. Set action: enforce'],
    ['that only warns and gets a scheme', formatPolicy([statement(sigstore)]).replace('enforce', 'warn'), notary, 'has the action warn, so nothing is enforced: images without the new signatures pass. Set action: enforce'],
    ['that trusts another key too', formatPolicy([statement(sigstore)]).replace('          - key', '          - key: other.pub\n          - key'), sigstore, 'trusts 2 identities; anyone of them can sign alone'],
    ['that trusts another root too', formatPolicy([statement(notary)]).replace(`- ${rootKey}`, `- ${rootKey}\n          - ${'cd'.repeat(32)}`), notary, 'trusts 2 root keys'],
    ['that trusts a root on first use', formatPolicy([statement(notary)]).replace('server: registry', 'server: registry\n        firstUse: true'), notary, 'is weaker than the new policy, which trusts no root on first use'],
  ])('names a statement of its own %s', (_, text, terms, reason) => {
    expect(mergePolicy(text, 'p.yaml', [statement(terms)]).notices).toEqual([`p.yaml: the statement for docker.io/org/app ${reason}`]);
  }); // prettier-ignore

  it('accepts required log entries and an age where the new signatures have log entries', () => {
    const text = formatPolicy([statement(sigstore)]).replace('identities', 'transparencyLog: required\n        identities').replace('sigstore:', 'maxAge: 30d\n      sigstore:');
    const signed = { ...statement(sigstore), witnesses: { hasLog: true, hasTime: true } };
    expect(mergePolicy(text, 'p.yaml', [signed])).toEqual({ text, changed: [], notices: [] });
    expect(refusal(text, sigstore)).toContain('it has transparencyLog: required');
  }); // prettier-ignore

  it('refuses a file that has the repository under another name of its registry', () => {
    const text = formatPolicy([statement(sigstore, 'index.docker.io/org/app')]);
    expect(refusal(text, sigstore)).toBe(
      'docker.io/org/app matches index.docker.io/org/app and docker.io/org/app of the trust policy, and neither pattern is inside the other',
    );
  });

  it('names publishers that leave the repository out', () => {
    const text = 'trust: {publishers: [{name: ours, images: ghcr.io/acme/**}], images: []}\n';
    expect(mergePolicy(text, 'p.yaml', [statement(notary)]).notices).toEqual([
      'p.yaml: publishers does not include docker.io/org/app, so its images are refused; add it there',
    ]);
  });

  const own = (terms: string): string => `trust: {images: [{match: docker.io/org/app, ${terms}}]}`;
  const wider = (terms: string): string => `trust: {images: [{match: docker.io/org/**, ${terms}}]}`;
  it.each<[string, string, PolicyTerms, string]>([
    ['another key', own('sigstore: {identities: {key: other.pub}}'), sigstore, 'it requires other sigstore signatures'],
    ['another root key', own(`notary: {server: registry, rootKeys: ${'cd'.repeat(32)}}`), notary, 'it requires other notary signatures'],
    ['a Notary server', own(`notary: {server: "https://n.example", rootKeys: ${rootKey}}`), notary, 'it requires other notary signatures'],
    ['another certificate', own('notation: {trustStores: ca:x, trustedIdentities: "x509.subject: C=US"}'), notation, 'it requires other notation signatures'],
    ['first use', own('notary: {server: registry, firstUse: true}'), notary, 'it requires other notary signatures'],
    ['root keys that are pinned but not in the registry', own(`notary: {server: registry, rootKeys: ${rootKey}}`), { notary: { server: 'registry', rootKeys: [] } }, 'it requires other notary signatures'],
    ['forbid', own('action: forbid'), notary, 'it has the action forbid'],
    ['ignore', own('action: ignore'), notary, 'it has the action ignore'],
    ['several patterns', 'trust: {images: [{match: [docker.io/org/app, docker.io/org/b], sigstore: {identities: {key: k.pub}}}]}', notary, 'it is one of several patterns of a statement'],
    ['one of several schemes', own('sigstore: {identities: {key: k.pub}}, notation: {}'), notary, 'it is satisfied by one of several schemes'],
    ['a threshold', own('threshold: 2, sigstore: {identities: [{key: a.pub}, {key: b.pub}]}'), notary, 'it sets threshold, which the new signatures would not satisfy'],
    ['an age', own('maxAge: 30d, sigstore: {identities: {key: a.pub}}'), notary, 'it sets maxAge, which the new signatures would not satisfy'],
    ['a threshold, although nothing is missing', own(`threshold: 2, sigstore: {identities: [{key: ${JSON.stringify(key)}}, {key: b.pub}]}`), sigstore, 'it sets threshold, which the new signatures would not satisfy'],
    ['required log entries', own(`sigstore: {transparencyLog: required, identities: [{key: ${JSON.stringify(key)}}]}`), sigstore, 'it has transparencyLog: required, and the new signatures would have no log entry'],
    ['required attestations', own(`sigstore: {identities: [{key: ${JSON.stringify(key)}}]}, attestations: [{predicateType: vuln}]`), sigstore, 'it requires attestations, which the new signatures would not have'],
    ['signers of its own', own(`notary: {server: registry, rootKeys: ${rootKey}, signers: alice}`), notary, 'it requires signers, which the new signatures would not have'],
    ['roles of its own', own(`notary: {server: registry, rootKeys: ${rootKey}, roles: [targets/releases]}`), notary, 'it requires roles, which the new signatures would not have'],
    ['required metadata', own('notation: {metadata: {a: b}, trustStores: ca:migrated, trustedIdentities: "x509.subject: C=US, ST=WA, O=Acme"}'), notation, 'it requires metadata, which the new signatures would not have'],
    ['required annotations', own(`sigstore: {annotations: {a: b}, identities: [{key: ${JSON.stringify(key)}}]}`), sigstore, 'it requires annotations, which the new signatures would not have'],
    ['a wider statement with other signers', wider('require: all, sigstore: {transparencyLog: required, annotations: {a: b}, identities: {key: other.pub}}, notary: {signers: alice, firstUse: true}'), sigstore, 'it is covered by docker.io/org/**, which trusts fewer or other sigstore identities and requires notary signatures'],
    ['a wider statement that forbids', wider('action: forbid'), notary, 'it is covered by docker.io/org/**, which has the action forbid'],
    ['a wider statement with attestations', wider('sigstore: {identities: {key: a.pub}}, attestations: [{predicateType: provenance}]'), notary, 'it is covered by docker.io/org/**, which requires sigstore signatures and requires attestations'],
    ['a wider statement with an age', wider('maxAge: 30d, sigstore: {identities: {key: a.pub}}'), notary, 'it is covered by docker.io/org/**, which sets maxAge and requires sigstore signatures'],
  ])('%s is refused and not replaced', (_, text, terms, reason) => {
    expect(refusal(text, terms)).toBe(`cannot add docker.io/org/app to p.yaml: ${reason}`);
  }); // prettier-ignore

  it.each<[string, string, readonly string[]]>([
    ['its own statement', own('sigstore: {identities: {key: keys/app.pub}}'), []],
    ['a wider statement', wider('sigstore: {identities: {key: keys/app.pub}}'), ['p.yaml: docker.io/org/app now has a statement of its own, so docker.io/org/** no longer applies to it']],
  ])('%s with the same key in a file is no conflict', (_, text, notices) => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const readKey = (path: string): string | undefined => (path === 'keys/app.pub' ? pem.replaceAll('\n', '\r\n') : undefined);
    const added = statement({ sigstore: { identities: [{ key: pem }] } });
    expect(mergePolicy(text, 'p.yaml', [added], readKey).notices).toEqual(notices);
    expect(() => mergePolicy(text, 'p.yaml', [statement(sigstore)], readKey)).toThrow(/other sigstore/);
    expect(() => mergePolicy(text, 'p.yaml', [added])).toThrow(/other sigstore/);
  }); // prettier-ignore

  it('that cannot be read is refused with its line', () => {
    expect(refusal('trust:\n  imges: []\n', notary)).toMatch(/^p\.yaml:2:3: /);
    expect(refusal('a: [', notary)).toMatch(/^p\.yaml:1:5: /);
  });
});
