import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { hostPath } from '../lib/path/host-path.ts';
import { digestAlgorithm, toDigest } from '../model/digest.ts';
import { type Layer, type LayerContent } from '../model/image.ts';
import { type Runtime } from '../model/runtime.ts';
import { PratiqueError } from '../model/pratique-error.ts';
import { isWhatItsKeySays } from './layer-identity.ts';
import { makeProgress } from './layer-progress.ts';

/**
 * Whether a cache may answer for these layers: whether the content that this image has is what the cache's keys name. Files are compared by length
 * only, and by digest where `hashesFiles` asks for that: a file is read once more then, at the speed of SHA-256. Blobs of a registry are taken to be
 * what their digest says, as every client that pulls them verifies it.
 */
export async function isStoredContent(
  layers: readonly Layer[],
  options: { readonly hashesFiles: boolean },
  runtime: Runtime,
): Promise<boolean> {
  for (const layer of layers) {
    const { content } = layer;
    if (content.kind === 'indexed' && !isWhatItsKeySays(layer, content.index)) return false;
    if (content.kind !== 'file') continue;
    if (layer.isInManifest === true && layer.size !== undefined && layer.size !== content.length) return false;
    if (options.hashesFiles && !(await isWhatIsNamed(layer, content, runtime))) return false;
  }
  return true;
}

/** A layer that only a diffID names is compared as the plain tar it usually is; one that is compressed counts as unknown and is read. */
async function isWhatIsNamed(layer: Layer, content: LayerContent & { readonly kind: 'file' }, runtime: Runtime): Promise<boolean> {
  const named = layer.isInManifest === true || layer.diffId === undefined ? layer.digest : layer.diffId;
  if (named === undefined) return false;
  const hash = createHash(digestAlgorithm(named));
  const progress = makeProgress(layer, runtime);
  try {
    for await (const chunk of bytesOf(content, runtime.signal)) {
      hash.update(chunk);
      progress.add(chunk.length);
    }
    return toDigest(digestAlgorithm(named), hash.digest('hex')) === named;
  } catch (error) {
    if (runtime.signal.aborted) throw new PratiqueError('ABORTED', 'hashing layers was stopped', { cause: error });
    // Reading the layer for the report fails the same way and says why.
    return false;
  } finally {
    progress.finish();
  }
}

function bytesOf({ path, offset, length }: LayerContent & { readonly kind: 'file' }, signal: AbortSignal): AsyncIterable<Buffer> {
  // A stream cannot be told to read nothing.
  return length === 0
    ? Readable.from([])
    : createReadStream(hostPath(path), { start: offset, end: offset + length - 1, highWaterMark: 1024 * 1024, signal });
}
