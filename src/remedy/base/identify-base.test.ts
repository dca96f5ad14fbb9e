import { describe, expect, it } from 'vitest';
import { parseDigest } from '../../model/digest.ts';
import { type HistoryEntry } from '../../model/image.ts';
import { type KnownImage } from './base-image.ts';
import { identifyBase, type BaseQuestion } from './identify-base.ts';

const digests = (letters: string): ReturnType<typeof parseDigest>[] =>
  Array.from(letters, (letter) => parseDigest(`sha256:${letter.repeat(64)}`));
const known = (reference: string, letters: string): KnownImage => ({
  reference: `docker.io/library/${reference}`,
  diffIds: digests(letters),
});

function image(letters: string, more: Partial<BaseQuestion['config']> = {}): BaseQuestion['config'] {
  return { diffIds: digests(letters), history: [], cmd: [], labels: new Map(), ...more };
}

const labels = new Map([
  ['org.opencontainers.image.base.name', 'debian:12-slim'],
  ['org.opencontainers.image.base.digest', `sha256:${'9'.repeat(64)}`],
]);
const entry = (comment?: string): HistoryEntry => ({ isEmptyLayer: false, ...(comment === undefined ? {} : { comment }) });

describe('the base of an image', () => {
  it('is the known image with the most of its lowest layers', () => {
    const all = [known('debian:12', 'a'), known('node:22', 'abc'), known('node:20', 'abd'), known('other:1', 'b')];
    expect(identifyBase({ config: image('abcd'), known: all })).toEqual({
      evidence: 'layers',
      reference: 'docker.io/library/node:22',
      otherReferences: [],
      layerCount: 3,
      isWhole: false,
    });
  });

  it.each([
    ['the claimed tag', image('ab', { labels }), 'docker.io/library/debian:12-slim'],
    ['the shortest tag but latest', image('ab'), 'docker.io/library/debian:12'],
  ])('is named by %s, where several tags have the same layers', (_, config, reference) => {
    const all = ['debian:latest', 'debian:12-slim', 'debian:12', 'debian:bookworm'].map((name) => known(name, 'a'));
    const found = identifyBase({ config, known: all });
    expect(found?.reference).toBe(reference);
    expect(found?.otherReferences).toHaveLength(3);
  });

  it('is whole where the image adds no layer, and never the image itself', () => {
    const all = [known('debian:12', 'a'), known('app:1', 'a')];
    expect(identifyBase({ config: image('a'), known: all, own: 'docker.io/library/app:1' })).toMatchObject({ reference: 'docker.io/library/debian:12', isWhole: true });
    expect(identifyBase({ config: image('a'), known: [known('app:1', 'a')], own: 'docker.io/library/app:1' })).toBeUndefined();
  }); // prettier-ignore

  it('is not another name of the image, where a claim or lower layers tell the base', () => {
    const all = [known('app:0', 'ab'), known('debian:12', 'a')];
    expect(identifyBase({ config: image('ab'), known: all })?.reference).toBe('docker.io/library/debian:12');
    expect(identifyBase({ config: image('ab', { labels }), known: [known('app:0', 'ab')] })).toMatchObject({ evidence: 'label' });
    expect(identifyBase({ config: image('ab', { labels }), known: [known('debian:12-slim', 'ab')] })).toMatchObject({
      evidence: 'layers',
      isWhole: true,
    });
  });

  it.each<[string, BaseQuestion, unknown]>([
    ['a label', { config: image('ab', { labels }), known: [] }, { evidence: 'label', reference: 'docker.io/library/debian:12-slim', digest: `sha256:${'9'.repeat(64)}` }],
    ['the history of Buildah', { config: image('ab', { history: [entry(), entry('FROM quay.io/acme/base:1')] }), known: [] }, { evidence: 'history', reference: 'quay.io/acme/base:1', layerCount: 1 }],
    ['a provenance before a label', { config: image('ab', { labels }), known: [], claims: [{ by: 'dockerfile', reference: 'x' }, { by: 'provenance', reference: 'node:22' }] }, { evidence: 'provenance', reference: 'docker.io/library/node:22' }],
    ['a Dockerfile', { config: image('ab'), known: [], claims: [{ by: 'dockerfile', reference: 'node:22@sha256:' + '9'.repeat(64) }] }, { evidence: 'dockerfile', reference: 'docker.io/library/node:22' }],
  ])('is claimed by %s, where no layers prove it', (_, question, expected) => {
    expect(identifyBase(question)).toMatchObject(expected as object);
  }); // prettier-ignore

  it.each([
    ['nothing tells it', image('ab')],
    ['an intermediate image of Buildah is named', image('ab', { history: [entry(), entry('FROM 0123456789ab')] })],
    ['the label is no reference', image('ab', { labels: new Map([['org.opencontainers.image.base.name', 'https://x\u001b[0m']]) })],
    ['a known image has other layers', image('ba')],
    ['a known image has more layers', image('a')],
  ])('is unknown where %s', (_, config) => {
    expect(identifyBase({ config, known: [known('debian:12', 'abc')] })).toBeUndefined();
  });
});
