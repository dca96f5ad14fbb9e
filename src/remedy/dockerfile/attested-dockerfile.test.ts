import { expect, it } from 'vitest';
import { limits } from '../../model/limits.ts';
import { readAttestedDockerfile } from './attested-dockerfile.ts';

const text = 'FROM debian:12\nRUN apt-get update && \\\n    apt-get install -y curl\nCOPY . /app\n';
const data = Buffer.from(text).toString('base64');
const range = (line: number, end: number) => ({ locations: [{ ranges: [{ start: { line }, end: { line: end } }] }] });
const layer = (name: string) => ({ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: `sha256:${name}`, size: 1 });
const metadata = {
  source: {
    locations: { step0: range(1, 1), step1: range(2, 3), step3: range(4, 4) },
    infos: [{ filename: 'Dockerfile', language: 'Dockerfile', data, digestMapping: {} }],
  },
  // Step 2, the context, has no line; a step that changes nothing leaves what the one before left.
  layers: {
    'step3:0': [[layer('base'), layer('run'), layer('copy')]],
    'step0:0': [[layer('base')]],
    'step1:0': [[layer('base'), layer('run')]],
    'step2:0': [[layer('context')]],
    'step9:0': [[layer('base'), layer('run')]],
  },
};
const inV02 = {
  predicateType: 'https://slsa.dev/provenance/v0.2',
  predicate: { metadata: { 'https://mobyproject.org/buildkit@v1#metadata': metadata } },
};
const inV1 = { predicateType: 'https://slsa.dev/provenance/v1', predicate: { runDetails: { metadata: { buildkit_metadata: metadata } } } };

function read(statement: unknown) {
  return readAttestedDockerfile(Buffer.from(JSON.stringify(statement)));
}

it.each([
  ['v0.2', inV02],
  ['v1', inV1],
  ['an envelope', { payloadType: 'application/vnd.in-toto+json', payload: Buffer.from(JSON.stringify(inV1)).toString('base64') }],
])('reads the Dockerfile and the lines of layers from %s', (_, statement) => {
  expect(read(statement)).toEqual({
    path: 'Dockerfile',
    text,
    lines: new Map([
      ['sha256:base', { line: 1, endLine: 1 }],
      ['sha256:base sha256:run', { line: 2, endLine: 3 }],
      ['sha256:base sha256:run sha256:copy', { line: 4, endLine: 4 }],
    ]),
  });
});

it('keeps the path inside of the repository', () => {
  const infos = [{ filename: '../../etc/Dockerfile', language: 'Dockerfile', data }];
  const moved = { predicate: { runDetails: { metadata: { buildkit_metadata: { source: { infos } } } } } };
  expect(read(moved)).toEqual({ path: 'etc/Dockerfile', text, lines: new Map() });
});

it.each<[string, unknown]>([
  ['no source', { predicate: { runDetails: { metadata: { buildkit_metadata: {} } } } }],
  ['no provenance', { predicate: [] }],
  ['another language', { predicate: { metadata: { 'https://mobyproject.org/buildkit@v1#metadata': { source: { infos: [{ filename: 'x', language: 'HCL', data }] } } } } }],
  ['a Dockerfile that is too large', { predicate: { runDetails: { metadata: { buildkit_metadata: { source: { infos: [{ filename: 'x', language: 'Dockerfile', data: 'A'.repeat(limits.dockerfileBytes * 2) }] } } } } } }],
])('finds nothing in %s', (_, statement) => {
  expect(read(statement)).toBeUndefined();
}); // prettier-ignore

it.each(['', '[', '{"predicate": {"runDetails": {"metadata": {"buildkit_metadata": {"source": {"infos": 3}}}}}}'])('finds nothing in %j', (bytes) => {
  expect(readAttestedDockerfile(Buffer.from(bytes))).toBeUndefined();
}); // prettier-ignore
