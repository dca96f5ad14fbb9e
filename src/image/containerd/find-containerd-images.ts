import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type BoltBucket } from '../../lib/bolt/bolt-bucket.ts';
import { BoltError } from '../../lib/bolt/bolt-error.ts';
import { readBolt } from '../../lib/bolt/read-bolt.ts';
import { describeSystemError } from '../../lib/file/describe-system-error.ts';
import { systemCodeOf } from '../../lib/file/system-code-of.ts';
import { parseDigest } from '../../model/digest.ts';
import { type ContainerdOptions } from '../../model/engine-options.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Descriptor } from '../../oci/document/descriptor.ts';

/** An image that containerd knows by a name. */
export interface ContainerdImage {
  /** Directory of the containerd that has it. */
  readonly root: string;
  readonly namespace: string;
  /** Of its index or manifest. */
  readonly target: Descriptor;
}

/** Roots that exist, in their order. */
export function existingRoots({ roots }: ContainerdOptions): readonly string[] {
  return roots.filter((root) => existsSync(metadataPath(root)));
}

/** Every image of one of these names. Throws TARGET_UNREADABLE when the metadata cannot be read. */
export async function findContainerdImages(names: readonly string[], options: ContainerdOptions): Promise<readonly ContainerdImage[]> {
  const found: ContainerdImage[] = [];
  for (const root of existingRoots(options)) {
    const path = metadataPath(root);
    const bounds = { pageBytes: limits.boltPageBytes, pages: limits.boltPages };
    const images = await readBolt(path, bounds, (bucket) => search(bucket, root, names, options)).catch((cause: unknown) => {
      if (!(cause instanceof BoltError) && systemCodeOf(cause) === undefined) throw cause;
      const isRefused = systemCodeOf(cause) === 'EACCES';
      const hint = isRefused ? { hint: 'run as root: containerd keeps its images from other users' } : {};
      throw new PratiqueError('TARGET_UNREADABLE', `${path} cannot be read: ${describeSystemError(cause)}`, { cause, ...hint });
    });
    found.push(...images);
  }
  return found;
}

function metadataPath(root: string): string {
  return join(root, 'io.containerd.metadata.v1.bolt', 'meta.db');
}

/** containerd, core/metadata/buckets.go: `v1/NAMESPACE/images/NAME/target`. */
async function search(
  database: BoltBucket,
  root: string,
  names: readonly string[],
  { namespace: wanted }: ContainerdOptions,
): Promise<readonly ContainerdImage[]> {
  const version = await database.bucket('v1');
  if (version === undefined) throw new BoltError('it has no metadata of version 1');
  const found: ContainerdImage[] = [];
  for await (const namespace of version.bucketNames()) {
    if (wanted !== undefined && namespace !== wanted) continue;
    const images = await (await version.bucket(namespace))?.bucket('images');
    for (const name of names) {
      const target = await (await images?.bucket(name))?.bucket('target');
      if (target !== undefined) found.push({ root, namespace, target: await readTarget(target) });
    }
  }
  return found;
}

async function readTarget(bucket: BoltBucket): Promise<Descriptor> {
  const [digest, mediaType, size] = await Promise.all(['digest', 'mediatype', 'size'].map((key) => bucket.get(key)));
  if (digest === undefined || mediaType === undefined || size === undefined) throw new BoltError('an image has an incomplete descriptor');
  return {
    digest: parseDigest(digest.toString('utf8'), 'the target of an image'),
    mediaType: mediaType.toString('utf8'),
    size: readVarint(size),
    annotations: new Map(),
    urls: [],
  };
}

/** Go, encoding/binary: zigzag, seven bits a byte, the lowest first. */
function readVarint(bytes: Buffer): number {
  let value = 0n;
  for (const [index, byte] of bytes.subarray(0, 10).entries()) value |= BigInt(byte & 0x7f) << BigInt(7 * index);
  const signed = (value >> 1n) ^ -(value & 1n);
  if (signed < 0n || signed > BigInt(Number.MAX_SAFE_INTEGER)) throw new BoltError('an image has an invalid size');
  return Number(signed);
}
