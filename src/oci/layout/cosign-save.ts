import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCodeOf } from '../../lib/file/system-code-of.ts';
import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { isDigest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { toLayoutError } from './layout-failure.ts';

/*
 * Layouts that `cosign save` writes (sigstore/cosign, pkg/oci/layout): one image without a name, its signatures and attestations as images of their
 * own, and an annotation that says which is which. Manifests of bundles are among the blobs and not in `index.json`; cosign finds them by reading
 * every blob, and so do we.
 */

const kinds = {
  images: new Set<unknown>(['dev.cosignproject.cosign/image', 'dev.cosignproject.cosign/imageIndex']),
  suffixes: new Map<unknown, string>([
    ['dev.cosignproject.cosign/sigs', 'sig'],
    ['dev.cosignproject.cosign/atts', 'att'],
  ]),
};

/** Whether the entries are those of a layout that `cosign save` wrote. */
export function isCosignSave(entries: readonly JsonObject[]): boolean {
  return entries.some((entry) => kinds.images.has(kindOf(entry)));
}

/** The tag that cosign gives such an entry in a registry; `undefined` for other entries, and where it is not certain which image is meant. */
export function cosignTagOf(entry: JsonObject, entries: readonly JsonObject[]): string | undefined {
  const suffix = kinds.suffixes.get(kindOf(entry));
  if (suffix === undefined) return undefined;
  const digests = new Set(entries.filter((each) => kinds.images.has(kindOf(each))).map((each) => field(each, 'digest')));
  const [digest, ...others] = digests;
  return isDigest(digest) && others.length === 0 ? `${digest.replace(':', '-')}.${suffix}` : undefined;
}

/** Digests of all blobs, in order. Throws LIMIT_EXCEEDED. */
export async function listBlobs(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(folder, 'blobs', 'sha256')).catch((error: unknown) => {
    if (systemCodeOf(error) === 'ENOENT') return [];
    throw toLayoutError(error, folder, 'reading');
  });
  if (names.length > limits.layoutBlobs)
    throw new PratiqueError('LIMIT_EXCEEDED', `${folder}: ${names.length} blobs, more than ${limits.layoutBlobs}`);
  return names
    .sort()
    .map((name) => `sha256:${name}`)
    .filter(isDigest);
}

function kindOf(entry: JsonObject): unknown {
  const annotations = field(entry, 'annotations');
  return isJsonObject(annotations) ? field(annotations, 'kind') : undefined;
}
