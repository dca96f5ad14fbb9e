import { type Edit } from '../../check/dockerfile/fix/fixes.ts';
import { type Build } from '../../check/dockerfile/build/build.ts';
import { type RegistryOptions } from '../../model/image.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { parseReference } from '../../model/reference.ts';
import { type Runtime } from '../../model/runtime.ts';
import { createRegistryClient } from '../../oci/registry/registry-client.ts';
import { basesOf, pinEdit } from '../../remedy/dockerfile/pin-edits.ts';

export interface Pins {
  readonly edits: readonly Edit[];
  readonly notes: readonly string[];
}

/** FROM lines with the digests that their tags have now. An image whose registry does not answer keeps its line, with a note. */
export async function pinBases(build: Build, path: string, registry: RegistryOptions, runtime: Runtime): Promise<Pins> {
  const edits: Edit[] = [];
  const notes: string[] = [];
  for (const pinned of basesOf(build)) {
    const name = pinned.base.name;
    try {
      const digest = await digestOfTag(name, registry, runtime);
      const edit = digest === undefined ? undefined : pinEdit(pinned, digest.index);
      if (digest === undefined || edit === undefined) continue;
      if (digest.platforms.has(pinned.base.digest ?? '')) {
        if (pinned.hasPlatform) continue;
        notes.push(`${path}:${pinned.line}: ${name} is pinned to one platform’s manifest; the digest of its index leads every platform to its own`);
      } else if (pinned.base.digest !== undefined) notes.push(`${path}:${pinned.line}: ${name} has moved to ${digest.index}`);
      edits.push(edit);
    } catch (error) {
      if (!(error instanceof PratiqueError) || runtime.signal.aborted) throw error;
      notes.push(`${path}:${pinned.line}: FROM ${name} was not pinned: ${error.message}`);
    }
  }
  return { edits, notes };
} // prettier-ignore

export interface TagDigests {
  readonly index: string;
  readonly platforms: ReadonlySet<string>;
}

/** What the tag is now: the digest of its index or manifest, and those of its platforms. `undefined` for a digest without a tag. */
export async function digestOfTag(name: string, options: RegistryOptions, runtime: Runtime): Promise<TagDigests | undefined> {
  const { registry, repository, tag } = parseReference(name);
  if (tag === undefined) return undefined;
  const client = await createRegistryClient(registry, options);
  try {
    const { digest, bytes } = await client.readManifest(repository, tag, runtime);
    const platforms = new Set(
      Buffer.from(bytes)
        .toString('utf8')
        .match(/sha256:[0-9a-f]{64}/g) ?? [],
    );
    platforms.delete(digest);
    return { index: digest, platforms };
  } finally {
    await client[Symbol.asyncDispose]();
  }
}
