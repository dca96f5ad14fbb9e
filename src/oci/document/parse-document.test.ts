import { describe, expect, it } from 'vitest';
import { decodeImageConfig } from './image-config.ts';
import { decodeManifest } from './decode-manifest.ts';
import { readDockerSaveManifest } from './docker-save-manifest.ts';
import { dockerSaveNames } from './document-names.ts';
import { readImageIndex } from './image-index.ts';
import { readDescriptor } from './descriptor.ts';
import { parseDocument } from './parse-document.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const descriptor = `{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"${digest}","size":1}`;
const refusal = (message: string): Error => expect.objectContaining({ code: 'DOCUMENT_INVALID', message }) as Error;

/** Go's programs read the last member of a name in any letter case, so that they would pull another image than the one that was verified. */
describe('documents that other programs read as another document', () => {
  it.each([
    [`"layers":[${descriptor}],"Layers":[]`, 'm has "Layers", which some programs read as "layers"'],
    [`"layers":[${descriptor}],"layer\u017f":[]`, 'm has "layer\u017f", which some programs read as "layers"'],
    [`"layers":[${descriptor}],"layers":[]`, 'm has "layers" twice in one object'],
    [`"layers":[${descriptor.replace('"size"', '"Digest":"x","size"')}]`, 'm has "Digest", which some programs read as "digest"'],
  ])('are no manifests: %s', (members, message) => {
    const bytes = Buffer.from(`{"schemaVersion":2,"config":${descriptor},${members}}`);
    expect(() => decodeManifest(bytes, 'm', 'application/vnd.oci.image.manifest.v1+json')).toThrow(refusal(message));
  });

  it('are no indexes', () => {
    const bytes = Buffer.from(`{"schemaVersion":2,"manifests":[${descriptor}],"Manifests":[]}`);
    const read = (): unknown => parseDocument(bytes, 'index.json', (value, what) => readImageIndex(value, what, readDescriptor));
    expect(read).toThrow(refusal('index.json has "Manifests", which some programs read as "manifests"'));
  });

  it('are no configurations, whose labels may differ in case', () => {
    const config = (members: string): unknown =>
      decodeImageConfig(Buffer.from(`{"rootfs":{"type":"layers","diff_ids":[]},${members}}`), 'c').config.labels;
    expect(() => config('"config":{"User":"1","user":"0"}')).toThrow(refusal('c has "user", which some programs read as "User"'));
    expect(config('"config":{"Labels":{"a":"1","A":"2","user":"x"}},"container_config":{"User":"1"}')).toEqual(
      new Map([
        ['a', '1'],
        ['A', '2'],
        ['user', 'x'],
      ]),
    );
  });

  it('are no manifests of docker save', () => {
    const bytes = Buffer.from('[{"Config":"c.json","Layers":["good/layer.tar"],"layers":["evil/layer.tar"]}]');
    const read = (): unknown => parseDocument(bytes, 'manifest.json', readDockerSaveManifest, { names: dockerSaveNames });
    expect(read).toThrow(refusal('manifest.json has "layers", which some programs read as "Layers"'));
  });
});
