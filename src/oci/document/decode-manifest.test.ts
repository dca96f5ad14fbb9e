import { describe, expect, it } from 'vitest';
import { decodeManifest } from './decode-manifest.ts';

const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
const ociIndex = 'application/vnd.oci.image.index.v1+json';
const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json';
const digest = `sha256:${'a'.repeat(64)}`;
const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: 2 };
const layer = { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest, size: 3 };
const manifest = { schemaVersion: 2, config, layers: [layer] };
const index = { schemaVersion: 2, manifests: [{ mediaType: ociManifest, digest, size: 4 }] };

function decode(document: unknown, declaredType?: string): unknown {
  return decodeManifest(Buffer.from(JSON.stringify(document)), 'm', declaredType);
}

describe('decodeManifest', () => {
  const none = { annotations: new Map(), urls: [] };

  it('reads a manifest', () => {
    expect(decode({ ...manifest, mediaType: ociManifest, annotations: { a: 'b' } }, ociManifest)).toEqual({
      kind: 'manifest',
      manifest: { config: { ...config, ...none }, layers: [{ ...layer, ...none }], annotations: new Map([['a', 'b']]) },
    });
  });

  it('reads an index', () => {
    const platform = { os: 'linux', architecture: 'arm', variant: 'v7', 'os.version': '1' };
    expect(decode({ ...index, manifests: [{ ...index.manifests[0], platform, annotations: { __proto__x: 'y' } }] })).toEqual({
      kind: 'index',
      index: {
        manifests: [
          {
            ...index.manifests[0],
            urls: [],
            annotations: new Map([['__proto__x', 'y']]),
            platform: { os: 'linux', architecture: 'arm', variant: 'v7', osVersion: '1' },
          },
        ],
        annotations: new Map(),
      },
    });
  });

  // A missing media type is derived from the structure and from the declared type.
  it.each([
    ['no type anywhere', manifest, undefined, 'manifest'],
    ['a generic announcement', manifest, 'application/json; charset=utf-8', 'manifest'],
    ['an announcement with parameters', manifest, `${ociManifest}; charset=utf-8`, 'manifest'],
    ['its own type only', { ...index, mediaType: ociIndex }, undefined, 'index'],
    ['a null member of the other kind', { ...manifest, manifests: null }, undefined, 'manifest'],
    ['no layers', { ...manifest, layers: [] }, undefined, 'manifest'],
  ])('accepts %s', (_name, document, declared, kind) => {
    expect(decode(document, declared)).toMatchObject({ kind });
  });

  it.each<[string, unknown, string | undefined, string, string]>([
    ['both kinds at once [67]', { ...manifest, ...index }, undefined, 'DOCUMENT_INVALID', 'm is ambiguous'],
    ['manifests and config [67]', { ...index, config }, undefined, 'DOCUMENT_INVALID', 'm is ambiguous'],
    ['layers and fsLayers [67]', { ...manifest, fsLayers: [] }, undefined, 'DOCUMENT_INVALID', 'm is ambiguous'],
    ['other Content-Type [68]', { ...manifest, mediaType: ociManifest }, dockerManifest, 'DOCUMENT_INVALID', 'was declared as'],
    ['announced as an index [68]', manifest, ociIndex, 'DOCUMENT_INVALID', 'has the fields of a manifest'],
    ['says it is an index [68]', { ...manifest, mediaType: ociIndex }, undefined, 'DOCUMENT_INVALID', 'has the fields of a manifest'],
    ['schema 1 [69]', { schemaVersion: 1, fsLayers: [], history: [] }, undefined, 'DOCUMENT_INVALID', 'schema 1, which is not supported'],
    [
      'schema 1 by type [69]',
      { ...manifest },
      'application/vnd.docker.distribution.manifest.v1+prettyjws',
      'DOCUMENT_INVALID',
      'schema 1, which is not supported',
    ],
    ['schemaVersion "2" [69]', { ...manifest, schemaVersion: '2' }, undefined, 'DOCUMENT_INVALID', 'schemaVersion is "2", not 2'],
    ['no schemaVersion [69]', { config, layers: [] }, undefined, 'DOCUMENT_INVALID', 'm has no schemaVersion'],
    ['1,001 layers [76]', { ...manifest, layers: Array(1_001).fill(layer) }, undefined, 'LIMIT_EXCEEDED', '1001 layers, more than 1000'],
    [
      '1,001 entries [70]',
      { ...index, manifests: Array(1_001).fill(index.manifests[0]) },
      undefined,
      'LIMIT_EXCEEDED',
      '1001 entries, more than 1000',
    ],
    [
      'artifact manifest [87]',
      { mediaType: 'application/vnd.oci.artifact.manifest.v1+json', artifactType: 'application/vnd.example.sbom', blobs: [] },
      undefined,
      'NOT_AN_IMAGE',
      'application/vnd.example.sbom',
    ],
    [
      'unknown type [87]',
      { ...manifest, mediaType: 'application/vnd.example+json' },
      undefined,
      'NOT_AN_IMAGE',
      'application/vnd.example+json',
    ],
    ['neither kind', { schemaVersion: 2 }, undefined, 'DOCUMENT_INVALID', 'm has neither layers nor manifests'],
    ['an array', [], undefined, 'DOCUMENT_INVALID', 'm is an array, not an object'],
    ['layers of a wrong type', { ...manifest, layers: {} }, undefined, 'DOCUMENT_INVALID', 'm: layers is an object, not an array'],
  ])('refuses %s', (_name, document, declared, code, message) => {
    expect(() => decode(document, declared)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
  });

  it('accepts 1,000 layers and 1,000 entries', () => {
    expect(decode({ ...manifest, layers: Array(1_000).fill(layer) })).toMatchObject({ kind: 'manifest' });
    expect(decode({ ...index, manifests: Array(1_000).fill(index.manifests[0]) })).toMatchObject({ kind: 'index' });
  });

  // Cases 73 and 74.
  it.each<[string, object, string]>([
    ['size -1', { size: -1 }, 'DOCUMENT_INVALID'],
    ['size 1.5', { size: 1.5 }, 'DOCUMENT_INVALID'],
    ['size 1e308', { size: 1e308 }, 'DOCUMENT_INVALID'],
    ['size "12"', { size: '12' }, 'DOCUMENT_INVALID'],
    ['size 2^60', { size: 2 ** 60 }, 'DOCUMENT_INVALID'],
    ['size null', { size: null }, 'DOCUMENT_INVALID'],
    ['digest too short', { digest: 'sha256:ABC' }, 'DIGEST_INVALID'],
    ['digest in upper case', { digest: `sha256:${'A'.repeat(64)}` }, 'DIGEST_INVALID'],
    ['digest of 63 characters', { digest: `sha256:${'a'.repeat(63)}` }, 'DIGEST_INVALID'],
    ['digest of 65 characters', { digest: `sha256:${'a'.repeat(65)}` }, 'DIGEST_INVALID'],
    ['md5', { digest: `md5:${'a'.repeat(32)}` }, 'DIGEST_INVALID'],
    ['a path as digest', { digest: 'sha256:../../etc' }, 'DOCUMENT_INVALID'],
    ['two colons', { digest: `sha256:sha256:${'a'.repeat(64)}` }, 'DOCUMENT_INVALID'],
    ['an unknown algorithm', { digest: `sha256+b64:${'a'.repeat(64)}` }, 'DIGEST_INVALID'],
    ['no digest', { digest: undefined }, 'DOCUMENT_INVALID'],
    ['no media type', { mediaType: undefined }, 'DOCUMENT_INVALID'],
    ['urls that are none', { urls: ['value'] }, 'DOCUMENT_INVALID'],
  ])('refuses a layer with %s', (_name, change, code) => {
    expect(() => decode({ ...manifest, layers: [{ ...layer, ...change }] })).toThrow(expect.objectContaining({ code }));
  });

  it('accepts sha512', () => {
    const sha512 = `sha512:${'b'.repeat(128)}`;
    expect(decode({ ...manifest, layers: [{ ...layer, digest: sha512 }] })).toMatchObject({ manifest: { layers: [{ digest: sha512 }] } });
  });

  it('refuses 4 MiB and a byte, and takes 4 MiB [66]', () => {
    const text = JSON.stringify(manifest);
    const padded = (bytes: number): Buffer => Buffer.from(text.padEnd(bytes, ' '));
    expect(decodeManifest(padded(4_194_304), 'm')).toMatchObject({ kind: 'manifest' });
    expect(() => decodeManifest(padded(4_194_305), 'm')).toThrow(
      expect.objectContaining({ code: 'DOCUMENT_TOO_LARGE', message: 'm is 4194305 bytes long, more than 4194304' }),
    );
  });

  // Case 75.
  it.each([
    ['that is right', 'aGVsbG8=', 5, 'sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824', undefined],
    [
      'that is another',
      'aGVsbE8=',
      5,
      'sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
      'does not match its digest',
    ],
    [
      'of another size',
      'aGVsbG8=',
      6,
      'sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
      'does not match its digest',
    ],
    ['that is not base64', 'a!', 1, digest, 'is not padded base64'],
    [
      'without its padding',
      'aGVsbG8',
      5,
      'sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
      'is not padded base64',
    ],
  ])('embedded data %s [75]', (_name, data, size, dataDigest, refusal) => {
    const document = { ...manifest, config: { ...config, data, size, digest: dataDigest } };
    if (refusal === undefined) expect(decode(document)).toMatchObject({ manifest: { config: { data: Buffer.from('hello') } } });
    else
      expect(() => decode(document)).toThrow(expect.objectContaining({ code: 'DOCUMENT_INVALID', message: `m: config.data ${refusal}` }));
  });
});
