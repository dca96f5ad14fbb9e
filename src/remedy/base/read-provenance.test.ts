import { describe, expect, it } from 'vitest';
import { guessRepositories } from './guess-repositories.ts';
import { orderTags } from './order-tags.ts';
import { readProvenance } from './read-provenance.ts';

const hex = 'ab'.repeat(32);
const bytes = (document: unknown): Uint8Array => Buffer.from(JSON.stringify(document));
const materials = [
  { uri: 'pkg:docker/docker/dockerfile@1', digest: { sha256: hex } },
  { uri: 'pkg:docker/debian@bookworm-slim?platform=linux%2Famd64', digest: { sha256: hex } },
  { uri: `pkg:docker/ghcr.io/acme/build@sha256:${hex}` },
  { uri: 'git+https://example.com/x' },
];
const v02 = { _type: 'https://in-toto.io/Statement/v0.1', predicateType: 'https://slsa.dev/provenance/v0.2', predicate: { materials } };
const v1 = { predicateType: 'https://slsa.dev/provenance/v1', predicate: { buildDefinition: { resolvedDependencies: materials } } };
const envelope = (document: unknown): unknown => ({
  payloadType: 'application/vnd.in-toto+json',
  payload: Buffer.from(JSON.stringify(document)).toString('base64'),
});
const expected = [
  { by: 'provenance', reference: 'debian:bookworm-slim', digest: `sha256:${hex}` },
  { by: 'provenance', reference: 'ghcr.io/acme/build', digest: `sha256:${hex}` },
];

describe('images in a provenance', () => {
  it.each<[string, unknown]>([
    ['v0.2 of BuildKit', v02],
    ['v1', v1],
    ['an envelope', envelope(v1)],
    ['a sigstore bundle', { mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json', dsseEnvelope: envelope(v02) }],
  ])('are read from %s', (_, document) => {
    expect(readProvenance(bytes(document))).toEqual(expected);
  });

  it.each<[string, Uint8Array]>([
    ['no JSON', Buffer.from('x')],
    ['another predicate', bytes({ ...v1, predicateType: 'https://spdx.dev/Document' })],
    ['materials that are no list', bytes({ ...v02, predicate: { materials: 'x' } })],
    ['a list of other things', bytes({ ...v02, predicate: { materials: [1, null, { uri: 7 }, { uri: 'pkg:docker/%zz' }] } })],
    ['envelopes without end', bytes(envelope(envelope(envelope(envelope(envelope(v1))))))],
  ])('are none in %s', (_, document) => {
    expect(readProvenance(document)).toEqual([]);
  });

  it('are bounded', () => {
    const many = Array.from({ length: 1000 }, (_, at) => ({ uri: `pkg:docker/a${at}@1` }));
    expect(readProvenance(bytes({ ...v02, predicate: { materials: many } }))).toHaveLength(100);
  });
}); // prettier-ignore

describe('repositories of a base', () => {
  it.each([
    [['PATH=/bin', 'NODE_VERSION=22.11.0'], { id: 'debian', release: '12' }, ['node 22.11.0', 'debian 12']],
    [['JAVA_VERSION=jdk-21.0.5+11'], { id: 'ubuntu', release: '24.04' }, ['eclipse-temurin 21.0.5', 'ubuntu 24.04']],
    [['PYTHON_VERSION=3.12.1', 'NODE_VERSION=20.1.0'], undefined, ['python 3.12.1', 'node 20.1.0']],
    [['NODE_VERSION=$(x)', 'NODE_VERSION'], { id: 'plan9' }, []],
  ])('are guessed from %j and %j', (env, distribution, names) => {
    const found = guessRepositories({ env }, distribution);
    expect(found.map(({ repository, version }) => `${repository} ${version ?? ''}`)).toEqual(names);
  });
});

describe('the order of tags to compare', () => {
  it('begins with the version and the distribution of the image', () => {
    const tags = ['latest', '22.1-alpine', '22.1-bookworm', '20', '22', '22.1-rc1', 'bookworm', '22.1.5-bookworm-20250101'];
    const order = orderTags(tags, { version: '22.1.5', system: { id: 'debian', release: '12' } });
    expect(order.slice(0, 2)).toEqual(['22.1-bookworm', '22']);
    expect(order.indexOf('22.1-bookworm')).toBeLessThan(order.indexOf('22.1-alpine'));
    expect(order).toHaveLength(tags.length);
  });
});
