import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { field, isJsonObject, type JsonObject } from '../../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../../lib/json/parse-json-bounded.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { type NewLayer } from '../../../remedy/patch/append-layer.ts';
import { runProgram } from '../prove/run-program.ts';

export interface MadeLayer extends NewLayer {
  readonly open: () => AsyncIterable<Uint8Array>;
}

const failure = 'PATCH_FAILED' as const;

/** Runs a command as root in a container of an image of a layout, and takes what it changed as a layer. `folder` takes the layer's bytes. */
export async function layerByBuildah(layout: string, tag: string, command: string, folder: string, runtime: Runtime): Promise<MadeLayer> {
  const name = `localhost/pratique-patch:${process.pid}-${Date.now()}`;
  const { output: container } = await runProgram('buildah', ['from', '--quiet', `oci:${layout}:${tag}`], { failure }, runtime);
  try {
    const words = ['run', '--user', 'root', '--env', 'DEBIAN_FRONTEND=noninteractive', container, '--', '/bin/sh', '-c', command];
    const { log } = await runProgram('buildah', words, { failure }, runtime);
    const complaint = complaintOf(log);
    if (complaint !== undefined) throw new PratiqueError(failure, complaint);
    await runProgram('buildah', ['commit', '--quiet', '--format', 'oci', container, name], { failure }, runtime);
    await runProgram('buildah', ['push', '--quiet', name, `oci:${join(folder, 'made')}:new`], { failure }, runtime);
    return readTopLayer(join(folder, 'made'));
  } finally {
    for (const words of [['rm', container], ['rmi', '-f', name], ['rmi', '-f', `localhost${layout}`]]) await runProgram('buildah', words, { failure }, runtime).catch(() => undefined);
  }
} // prettier-ignore

/** Package managers go on without an index that they could not fetch; then nothing newer is found, which is not the same as nothing to do. */
function complaintOf(log: string): string | undefined {
  return log.split('\n').map((line) => line.trim()).find((line) => /^(?:W|E): (?:Failed to fetch|Some index files failed)|^(?:WARNING|ERROR): (?:fetching|opening|Ignoring)|^Err:\d/.test(line));
} // prettier-ignore

function readTopLayer(layout: string): MadeLayer {
  const index = readJson(join(layout, 'index.json'));
  const [entry] = listOf(index, 'manifests');
  const manifest = readBlob(layout, entry);
  const config = readBlob(layout, field(manifest, 'config'));
  const layer = listOf(manifest, 'layers').at(-1);
  const rootfs = field(config, 'rootfs');
  const diffId = isJsonObject(rootfs) ? listOf(rootfs, 'diff_ids').at(-1) : undefined;
  const [digest, size] = isJsonObject(layer) ? [field(layer, 'digest'), field(layer, 'size')] : [];
  if (typeof digest !== 'string' || typeof size !== 'number' || typeof diffId !== 'string') throw new PratiqueError(failure, 'buildah made no layer');
  return { digest, size, diffId, open: () => createReadStream(blobPath(layout, digest)) };
} // prettier-ignore

function blobPath(layout: string, digest: string): string {
  const [algorithm = '', hex = ''] = digest.split(':');
  if (!/^[0-9a-f]+$/.test(hex) || !/^sha\d+$/.test(algorithm)) throw new PratiqueError(failure, `${digest} is not a digest`);
  return join(layout, 'blobs', algorithm, hex);
}

function readBlob(layout: string, descriptor: unknown): JsonObject {
  const digest = isJsonObject(descriptor) ? field(descriptor, 'digest') : undefined;
  return readJson(blobPath(layout, String(digest)));
}

function readJson(path: string): JsonObject {
  const document = parseJsonBounded(readFileSync(path), { maxBytes: limits.documentBytes, maxDepth: 32 });
  if (isJsonObject(document)) return document;
  throw new PratiqueError(failure, `${path} is not a JSON object`);
}

function listOf(object: JsonObject, name: string): readonly unknown[] {
  const list = field(object, name);
  return Array.isArray(list) ? (list as unknown[]) : [];
}
