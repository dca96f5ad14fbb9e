import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { checkSchema, type Schema, subschemas } from '../../../../test/support/check-schema.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { certificateExtensions } from '../../sigstore/certificate/certificate-extensions.ts';
import { decodeTrustPolicy } from './decode-trust-policy.ts';
import { type TrustPolicy } from './trust-policy.ts';

const schema = JSON.parse(readFileSync(new URL('../../../../docs/reference/trust-policy.schema.json', import.meta.url), 'utf8')) as Schema;
const pem = '-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n';
const rootKey = 'ab'.repeat(32);

/** Every setting there is. */
const whole = `
version: 1
trust:
  publishers:
    - docker-official
    - name: our registry
      images: [registry.example.com/**, localhost:5000/**]
  images:
    - match: ghcr.io/org/**
      action: warn
      require: all
      threshold: 2
      sigstore:
        trustedRoot: trusted-root.json
        transparencyLog: required
        copiedFrom: [quay.io/org/**, localhost:5000/**]
        annotations: {env: prod}
        identities:
          - key: keys/cosign.pub
          - key: env://COSIGN_KEY
          - key: https://example.com/cosign.pub
          - issuer: https://token.actions.githubusercontent.com
            subject: ~https://github\\.com/org/[^/]+/\\.github/workflows/release\\.yml@refs/tags/v.*
            extensions:
              buildTrigger: push
      notary:
        server: https://notary.example.com
        rootKeys: [${rootKey}]
        firstUse: false
        roles: [targets/releases, targets]
        signers: [alice, bob]
      notation:
        directory: notation
        metadata: {build: '7'}
        level: permissive
        overrides: {authenticity: log, authenticTimestamp: log, expiry: enforce, revocation: skip}
        trustStores: [ca:acme, tsa:clock]
        trustedIdentities: ["x509.subject: C=US, ST=WA, O=Acme"]
      attestations:
        - predicateType: slsaprovenance1
          threshold: 1
          maxAge: 4w
          identities:
            - issuer: https://issuer.example
              subject: ~.*
              allowAnySubject: true
          assertions:
            - {path: buildDefinition.buildType, equals: "https://actions.github.io/buildtypes/workflow/v1"}
            - {path: runDetails.builder.id, oneOf: [a, 1, true]}
            - {path: a.b, matches: "~x+"}
            - {path: a.0, atMost: 4.5}
            - {path: a.0, atLeast: 1}
            - {path: a.c, exists: false}
            - {path: a.*, noneOf: x}
            - {path: /a~1b/0, maxAge: 1d}
    - match: [ghcr.io/org/tools, ~ghcr\\.io/other/.*]
      maxAge: 90d
      sigstore:
        trustedRoot: roots/tools.json
        identities: {key: "${pem.replaceAll('\n', '\\n')}"}
    - match: quay.io/acme/app
      notation: {trustPolicy: trustpolicy.json}
    - match: quay.io/acme/old
      notary: {authority: root-ca.pem}
    - match: docker.io/library/*
      action: ignore
    - match: '**'
      action: forbid
  copies:
    - image: registry.example.com/app
      from: [ghcr.io/org/app, quay.io/org/app]
`;

describe('a policy', () => {
  it('is decoded completely', () => {
    const policy = decodeTrustPolicy(whole, 'p.yaml')!;
    const pattern = (text: string) => ({ kind: 'pattern', pattern: { source: text.slice(1), matches: expect.any(Function) } });
    const exact = (text: string) => ({ kind: 'exact', text });
    expect(policy.publishers?.map(({ name, images }) => [name, images.map(({ text }) => text)])).toEqual([
      ['Docker Official Images', ['docker.io/library/*']],
      ['our registry', ['registry.example.com/**', 'localhost:5000/**']],
    ]);
    expect(policy.copies).toEqual([{ image: 'registry.example.com/app', from: ['ghcr.io/org/app', 'quay.io/org/app'] }]);
    expect(withoutImages(policy)).toEqual([
      {
        match: ['ghcr.io/org/**'],
        action: 'warn',
        require: 'all',
        threshold: 2,
        sigstore: {
          identities: [
            { kind: 'key', key: { kind: 'file', path: 'keys/cosign.pub' } },
            { kind: 'key', key: { kind: 'variable', name: 'COSIGN_KEY' } },
            { kind: 'key', key: { kind: 'url', url: 'https://example.com/cosign.pub' } },
            {
              kind: 'certificate',
              issuer: exact('https://token.actions.githubusercontent.com'),
              subject: pattern('~https://github\\.com/org/[^/]+/\\.github/workflows/release\\.yml@refs/tags/v.*'),
              extensions: new Map([['buildTrigger', 'push']]),
            },
          ],
          trustedRoot: { path: 'trusted-root.json' },
          transparencyLog: 'required',
          copiedFrom: [
            { text: 'quay.io/org/**', path: 'quay.io/org', wildcard: '/**' },
            { text: 'localhost:5000/**', path: 'localhost:5000', wildcard: '/**' },
          ],
          annotations: new Map([['env', 'prod']]),
        },
        notary: {
          server: 'https://notary.example.com',
          rootKeyIds: [rootKey],
          firstUse: false,
          roles: ['targets/releases', 'targets'],
          signers: ['alice', 'bob'],
        },
        notation: {
          directory: 'notation',
          metadata: new Map([['build', '7']]),
          policy: {
            kind: 'inline',
            level: 'permissive',
            overrides: new Map([['authenticity', 'log'], ['authenticTimestamp', 'log'], ['expiry', 'enforce'], ['revocation', 'skip']]),
            trustStores: ['ca:acme', 'tsa:clock'],
            trustedIdentities: ['x509.subject: C=US, ST=WA, O=Acme'],
          },
        },
        attestations: [
          {
            predicateType: 'https://slsa.dev/provenance/v1',
            threshold: 1,
            maxAgeMs: 28 * 86_400_000,
            identities: [{ kind: 'certificate', issuer: exact('https://issuer.example'), subject: pattern('~.*'), extensions: new Map() }],
            assertions: [
              { path: ['buildDefinition', 'buildType'], test: { kind: 'equals', value: 'https://actions.github.io/buildtypes/workflow/v1' } },
              { path: ['runDetails', 'builder', 'id'], test: { kind: 'oneOf', values: ['a', 1, true] } },
              { path: ['a', 'b'], test: { kind: 'matches', pattern: pattern('~x+') } },
              { path: ['a', '0'], test: { kind: 'atMost', value: 4.5 } },
              { path: ['a', '0'], test: { kind: 'atLeast', value: 1 } },
              { path: ['a', 'c'], test: { kind: 'exists', value: false } },
              { path: ['a', '*'], test: { kind: 'noneOf', values: ['x'] } },
              { path: ['a/b', '0'], test: { kind: 'maxAge', value: 86_400_000 } },
            ],
          },
        ],
      },
      {
        match: ['ghcr.io/org/tools', '~ghcr\\.io/other/.*'],
        action: 'enforce',
        require: 'any',
        threshold: 1,
        maxAgeMs: 90 * 86_400_000,
        sigstore: {
          identities: [{ kind: 'key', key: { kind: 'inline', pem } }],
          trustedRoot: { path: 'roots/tools.json' },
          transparencyLog: 'optional',
          copiedFrom: [],
          annotations: new Map(),
        },
        attestations: [],
      },
      { match: ['quay.io/acme/app'], action: 'enforce', require: 'any', threshold: 1, notation: { metadata: new Map(), policy: { kind: 'file', path: 'trustpolicy.json' } }, attestations: [] },
      { match: ['quay.io/acme/old'], action: 'enforce', require: 'any', threshold: 1, notary: { rootKeyIds: [], authority: 'root-ca.pem', firstUse: false }, attestations: [] },
      { match: ['docker.io/library/*'], action: 'ignore', require: 'any', threshold: 1, attestations: [] },
      { match: ['**'], action: 'forbid', require: 'any', threshold: 1, attestations: [] },
    ]);
  }); // prettier-ignore

  it.each([
    ['', undefined],
    ['# nothing\n', undefined],
    ['policy: []\nsuppressions: []\n', undefined],
    ['trust: {}', { statements: [], copies: [] }],
    ['trust: {images: []}', { statements: [], copies: [] }],
  ])('%j', (text, expected) => {
    expect(decodeTrustPolicy(text, 'p.yaml')).toEqual(expected);
  });
});

describe('errors give the place and a suggestion', () => {
  const key = 'sigstore: {identities: {key: k.pub}}';
  const identity = (text: string): string => `trust: {images: [{match: a.io/b, sigstore: {identities: {${text}}}}]}`;
  const statement = (text: string): string => `trust:\n  images:\n    - match: a.io/b\n      ${text}`;
  const match = (text: string): string => `trust: {images: [{match: "${text}", ${key}}]}`;
  it.each([
    ['trsut: {}', '1:1: the file has no setting "trsut"; trust'],
    ['version: 2', '1:10: version is 2, which is not from 1 to 1'],
    ['trust: []', '1:8: trust is not a mapping'],
    ['trust: {image: []}', '1:9: trust has no setting "image"; images'],
    ['trust: {publishers: [docker-oficial]}', '1:22: trust.publishers[0] is "docker-oficial", which is not a known publisher; docker-official'],
    ['trust: {publishers: [{name: x}]}', '1:22: trust.publishers[0] has no images'],
    ['trust: {publishers: []}', '1:21: trust.publishers is an empty list'],
    [`trust: {images: [{match: a.io/b, ${key}}, {match: [c.io/d, a.io/b], ${key}}]}`, '1:73: trust.images[1] has the pattern a.io/b, which another statement has; one statement for each pattern'],
    [statement('action: allow'), '4:15: trust.images[0].action is "allow"; enforce, warn, ignore, forbid'],
    [statement('threshold: 0'), '4:18: trust.images[0].threshold is 0, which is not from 1 to 100'],
    [statement('maxAge: 90'), '4:15: trust.images[0].maxAge is not text'],
    [statement('maxAge: 90 days'), '4:15: trust.images[0].maxAge is not a duration; numbers with s, m, h, d or w, as in 90d or 1h30m'],
    [statement('maxAge: 0d'), '4:15: trust.images[0].maxAge is not a duration; numbers with s, m, h, d or w, as in 90d or 1h30m'],
    [statement('require: any'), '3:7: trust.images[0] requires no signature and no attestation; sigstore, notary, notation or attestations'],
    [statement(`action: ignore\n      ${key}`), '3:7: trust.images[0] has the action ignore and also names signers; leave out one of the two'],
    [statement('action: forbid\n      threshold: 2'), '3:7: trust.images[0] has the action forbid and also threshold, which nothing would be checked against; leave out one of the two'],
    [statement('action: ignore\n      maxAge: 1d'), '3:7: trust.images[0] has the action ignore and also maxAge, which nothing would be checked against; leave out one of the two'],
    [statement('threshold: 2\n      attestations: {predicateType: "https://a.example/p", identities: {key: k}}'), '3:7: trust.images[0] requires 2 signers of the attestation https://a.example/p, but names 1; a threshold in the attestation, or more identities'],
    [statement('attestations: {predicateType: "https://a.example/p", threshold: 2, identities: {key: k}}'), '3:7: trust.images[0] requires 2 signers of the attestation https://a.example/p, but names 1; a threshold in the attestation, or more identities'],
    [statement(`threshold: 2\n      ${key}`), '3:7: trust.images[0] requires 2 signers, but names 1'],
    [statement('attestations: {predicateType: vuln}'), '3:7: trust.images[0] names no trusted signer for the attestation https://cosign.sigstore.dev/attestation/vuln/v1; identities in the attestation, or sigstore in the statement'],
    [statement('attestations: {predicateType: prov}'), '4:37: trust.images[0].attestations.predicateType is "prov", which is not a predicate type; a URI, or one of cyclonedx, spdx, provenance, provenance-v0.2, vulnerabilities, pratique-report, vex, link, custom, test-result'],
    [statement('attestations: {predicateType: vuln, assertions: {path: a, equals: 1, exists: true}, identities: {key: k}}'), '4:55: trust.images[0].attestations.assertions has both equals and exists; equals, oneOf, noneOf, matches, atMost, atLeast, maxAge, exists'],
    [statement('attestations: {predicateType: vuln, assertions: {path: a}, identities: {key: k}}'), '4:55: trust.images[0].attestations.assertions tests nothing; equals, oneOf, noneOf, matches, atMost, atLeast, maxAge, exists'],
    [statement('attestations: {predicateType: vuln, assertions: {path: a..b, exists: true}, identities: {key: k}}'), '4:62: trust.images[0].attestations.assertions.path is not a path; names separated by dots, as in buildDefinition.buildType; or a JSON pointer'],
    [statement('sigstore: {}'), '4:17: trust.images[0].sigstore has no identities'],
    [statement('sigstore: {identities: []}'), '4:30: trust.images[0].sigstore.identities is an empty list'],
    [identity('issuer: https://i'), '1:57: trust.images[0].sigstore.identities has no subject'],
    [identity('subject: me'), '1:57: trust.images[0].sigstore.identities has no issuer'],
    [identity('key: a, subject: me'), '1:57: trust.images[0].sigstore.identities has both a key and subject; two identities'],
    [identity('issuer: "~.*", subject: me'), '1:66: trust.images[0].sigstore.identities.issuer "~.*" matches any signer, such as ""; the host and the owner; or an exact issuer and allowAnySubject: true'],
    [identity('issuer: i, subject: "~.+"'), '1:78: trust.images[0].sigstore.identities.subject "~.+" matches any signer, such as "attacker"; the host and the owner; or an exact issuer and allowAnySubject: true'],
    [identity('issuer: i, subject: "~(a"'), '1:78: trust.images[0].sigstore.identities.subject "~(a" is not a supported pattern: a ( without its ); the host and the owner; or an exact issuer and allowAnySubject: true'],
    [identity('issuer: i, subject: "~a)|(b"'), '1:78: trust.images[0].sigstore.identities.subject "~a)|(b" is not a supported pattern: a ) without its (; the host and the owner; or an exact issuer and allowAnySubject: true'],
    [identity('key: "-----BEGIN PRIVATE KEY-----"'), '1:63: trust.images[0].sigstore.identities.key is a private key; the public key; generate a new pair, because this private key has been exposed'],
    [identity('issuer: i, subject: s, extensions: {buildTriger: x}'), '1:94: trust.images[0].sigstore.identities.extensions has no setting "buildTriger"; buildTrigger'],
    [statement('sigstore: {copiedFrom: alpine, identities: {key: k}}'), '4:30: trust.images[0].sigstore.copiedFrom "alpine" is not a repository; registry/repository as in ghcr.io/org/app, or as in ghcr.io/org/* where match ends in the same wildcard'],
    [statement('sigstore: {copiedFrom: "ghcr.io/org/*", identities: {key: k}}'), '3:7: trust.images[0] has copiedFrom ghcr.io/org/* for match a.io/b, which does not tell the source of each image; one match and copiedFrom with the same wildcard at the end, or a list of copies beside images'],
    ['trust: {copies: {image: "a.io/*", from: b.io/c}}', '1:17: trust.copies has from b.io/c for image a.io/*; the same wildcard at the end of both, /* or /**, or none'],
    ['trust: {copies: {image: a.io/b}}', '1:17: trust.copies has no from'],
    [statement('notary: {server: "http://n.example"}'), '4:24: trust.images[0].notary.server is "http://n.example", which is not an https URL; correct or remove the file'],
    [statement('notary: {server: "https://u:p@n.example"}'), '4:24: trust.images[0].notary.server has credentials in it; docker login'],
    [statement('notary: {rootKeys: [AB]}'), '4:27: trust.images[0].notary.rootKeys[0] is not a key ID; 64 hexadecimal digits, lower case'],
    [statement(`notary: {authority: ca.pem, rootKeys: ${rootKey}}`), '4:15: trust.images[0].notary has both rootKeys and an authority, of which only rootKeys would count; leave out one of the two'],
    [statement('notary: {server: registry}'), '4:15: trust.images[0].notary names no root to trust; rootKeys or authority, which pin it, or firstUse: true'],
    [statement('notary: {server: registry, firstUse: false}'), '4:15: trust.images[0].notary names no root to trust; rootKeys or authority, which pin it, or firstUse: true'],
    [statement(`maxAge: 90d\n      notary: {rootKeys: ${rootKey}}`), '3:7: trust.images[0] has both maxAge and notary, and trust metadata do not state when a tag was signed; leave out maxAge (trust metadata expire by themselves), or give it in attestations'],
    [statement('notary: {roles: targets/../x}'), '4:23: trust.images[0].notary.roles is "targets/../x", which is not a role; targets/releases'],
    [statement('notary: {signers: releases}'), '4:25: trust.images[0].notary.signers is "releases", which is not a signer\'s name; as given to docker trust signer add, without targets/'],
    [statement('notation: {trustPolicy: a, level: audit}'), '4:17: trust.images[0].notation has both a trustPolicy and level; one of the two'],
    [statement('notation: {trustStores: "ca:a", trustedIdentities: "*"}'), '4:58: trust.images[0].notation.trustedIdentities accepts every certificate of the trust stores; x509.subject: and the subject; a trustPolicy file may say *'],
    [statement('notation: {trustStores: "ca:../a", trustedIdentities: "x509.subject: C=US"}'), '4:31: trust.images[0].notation.trustStores is "ca:../a", which is not the name of a trust store; ca:NAME, signingAuthority:NAME or tsa:NAME'],
    [statement('notation: {level: skip, trustStores: "ca:a", trustedIdentities: "x509.subject: C=US"}'), '4:25: trust.images[0].notation.level is "skip"; strict, permissive, audit'],
    [statement('attestations: {predicateType: vuln, identities: {key: k}, assertions: {path: a, equals: 9007199254740992}}'), '4:95: trust.images[0].attestations.assertions.equals has too many digits to be compared exactly; numbers of up to 15 digits, whole ones up to 9007199254740991, or text in quotes'],
    [statement('attestations: {predicateType: vuln, identities: {key: k}, assertions: {path: a, atMost: 7.00000000000000000001}}'), '4:95: trust.images[0].attestations.assertions.atMost has too many digits to be compared exactly; numbers of up to 15 digits, whole ones up to 9007199254740991, or text in quotes'],
    [statement('attestations: {predicateType: vuln, identities: {key: k}, assertions: {path: a, noneOf: .nan}}'), '4:95: trust.images[0].attestations.assertions.noneOf has too many digits to be compared exactly; numbers of up to 15 digits, whole ones up to 9007199254740991, or text in quotes'],
    [match('alpine'), '1:26: trust.images[0].match "alpine" does not begin with a registry; Docker Hub is docker.io, as in docker.io/library/alpine; correct or remove the file'],
    [match('ghcr.io'), '1:26: trust.images[0].match "ghcr.io" names a registry only; everything in it is ghcr.io/**; correct or remove the file'],
    [match('ghcr.io/a:1'), '1:26: trust.images[0].match "ghcr.io/a:1" names a tag or a digest; a pattern is about a repository; correct or remove the file'],
    [match('ghcr.io/a/**/b'), '1:26: trust.images[0].match "ghcr.io/a/**/b" has ** before its end; correct or remove the file'],
  ])('%s', (text, expected) => {
    expect(refusal(text)).toBe(`p.yaml:${expected}${expected.includes('; ') ? '' : '; correct or remove the file'}`);
  }); // prettier-ignore

  it('refuses an unknown name in every mapping of the schema', () => {
    const document = parse(whole) as Record<string, unknown>;
    const places = [...mappings(document)].filter(({ path }) => !/\.(?:annotations|metadata)$/.test(path));
    expect(places.length).toBeGreaterThan(15);
    for (const { value } of places) {
      value['zzzz'] = 1;
      expect(refusal(JSON.stringify(document))).toMatch(/ has no setting "zzzz"/);
      Reflect.deleteProperty(value, 'zzzz');
    }
  });
});

it('decodes the policy of the guide', () => {
  const guide = readFileSync(new URL('../../../../docs/guide/verifying-images.md', import.meta.url), 'utf8');
  const [, text = ''] = /```yaml\n([^]*?)```/.exec(guide) ?? [];
  expect(decodeTrustPolicy(text, 'guide')?.statements.length).toBe(4);
  expect(checkSchema(schema, parse(text))).toEqual([]);
});

describe('the published schema', () => {
  it('allows everything that is decoded', () => {
    expect(checkSchema(schema, parse(whole))).toEqual([]);
  });

  it('has exactly the settings that are decoded', () => {
    const read = new Set([...mappings(parse(whole) as object)].flatMap(({ path, value }) => (/\.(?:extensions|annotations|metadata)$/.test(path) ? [] : Object.keys(value))));
    expect(Object.keys(extensions(schema))).toEqual(Object.keys(certificateExtensions));
    const written = new Set([...subschemas(schema)].filter(([, each]) => each.properties !== extensions(schema)).flatMap(([, each]) => Object.keys(each.properties ?? {})));
    const others = ['policy', 'policy-tests', 'suppressions', 'licenses', 'network', 'guard', 'severity', 'baseline', 'vex'];
    expect([...written].filter((name) => !others.includes(name)).sort()).toEqual([...read].sort());
  }); // prettier-ignore

  it('describes every setting', () => {
    expect(
      [...subschemas(schema)].filter(([, each]) => each.description === undefined && each.$ref === undefined).map(([at]) => at),
    ).toEqual([]);
  });
});

function extensions(from: Schema): Readonly<Record<string, Schema>> {
  return from.$defs?.['identity']?.oneOf?.[1]?.properties?.['extensions']?.properties ?? {};
}

function refusal(text: string): string {
  try {
    return `taken: ${JSON.stringify(decodeTrustPolicy(text, 'p.yaml'))}`;
  } catch (error) {
    if (!(error instanceof PratiqueError)) throw error;
    expect(error.code).toBe('CONFIG_INVALID');
    return `${error.message}; ${error.hint}`;
  }
}

function withoutImages(policy: TrustPolicy): unknown {
  return policy.statements.map(({ images, ...rest }) => ({ match: images.map(({ text }) => text), ...rest }));
}

function* mappings(value: unknown, path = ''): Iterable<{ path: string; value: Record<string, unknown> }> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield { path, value: value as Record<string, unknown> };
  for (const [key, member] of Object.entries(value)) yield* mappings(member, `${path}.${key}`);
}
