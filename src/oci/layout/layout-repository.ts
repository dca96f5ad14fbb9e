import { createReadStream } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDirectory } from '../../lib/file/make-directory.ts';
import { systemCodeOf } from '../../lib/file/system-code-of.ts';
import { writeFileAtomically } from '../../lib/file/write-file-atomically.ts';
import { field, isJsonObject, type JsonObject, readObject } from '../../lib/json/json-readers.ts';
import { type Digest, digestAlgorithm, digestHex, isDigest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { readImageLayout } from '../document/image-layout.ts';
import { parseDocument } from '../document/parse-document.ts';
import { verifyDigest } from '../document/verify-digest.ts';
import { fallbackTag } from '../registry/fallback-tag.ts';
import { type BlobDescriptor, type FetchedManifest } from '../registry/fetched-manifest.ts';
import { listFallback } from '../registry/list-fallback.ts';
import {
  type BlobContent,
  type BlobOutcome,
  type Listing,
  type ManifestToPush,
  type PresentManifest,
  type PushedManifest,
  type ReferrerListing,
  type Repository,
  type TaggedManifest,
} from '../registry/repository.ts';
import { verifiedContent } from '../registry/verified-content.ts';
import { chooseLayoutImage, type LayoutEntry } from './choose-layout-image.ts';
import { isCosignSave, listBlobs } from './cosign-save.ts';
import { findTagged, LayoutIndex, nameOf, withName } from './layout-index.ts';
import { lockLayout } from './lock-layout.ts';
import { readLayoutFile } from './read-layout-file.ts';

/**
 * Opens a layout. Throws TARGET_NOT_FOUND and LAYOUT_INVALID. With `create` it need not be there yet: it is made with the first thing that is put
 * into it, in a folder that is empty or not there.
 */
export async function openLayoutRepository(
  folder: string,
  options: { readonly create?: boolean } = {},
): Promise<Repository & { chooseImage(): Promise<string> }> {
  const marker = join(folder, 'oci-layout');
  const isNew = options.create === true && !(await exists(marker));
  if (isNew) await assertEmpty(folder);
  else parseDocument(await readLayoutFile(marker, folder, limits.documentBytes), marker, readImageLayout);
  return new LayoutRepository(folder, isNew);
}

async function assertEmpty(folder: string): Promise<void> {
  const files = await readdir(folder).catch((error: unknown) => {
    if (systemCodeOf(error) === 'ENOENT') return [];
    throw new PratiqueError('LAYOUT_INVALID', `${folder} cannot become an OCI layout`, { cause: error });
  });
  if (files.length === 0) return;
  throw new PratiqueError('LAYOUT_INVALID', `${folder} is not an OCI layout, and not empty`, { hint: 'name an empty or new folder' });
}

async function makeLayout(folder: string, signal: AbortSignal): Promise<void> {
  makeDirectory(join(folder, 'blobs', 'sha256'));
  await lockLayout(folder, signal, async () => {
    const marker = join(folder, 'oci-layout');
    // Another process may have created the layout since it was opened, and written to it.
    if (await exists(marker)) return;
    const index = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [] };
    await writeFileAtomically(join(folder, 'index.json'), [Buffer.from(JSON.stringify(index))], { sync: 'content' });
    await writeFileAtomically(marker, [Buffer.from('{"imageLayoutVersion":"1.0.0"}')], { sync: 'content' });
  });
}

class LayoutRepository implements Repository {
  readonly name: string;
  readonly #folder: string;
  readonly #index: LayoutIndex;
  readonly #subjects = new Map<Digest, string | undefined>();
  readonly #isNew: boolean;
  #made: Promise<void> | undefined;

  constructor(folder: string, isNew: boolean) {
    this.name = folder;
    this.#isNew = isNew;
    this.#folder = folder;
    this.#index = new LayoutIndex(folder);
  }

  async readManifest(tagOrDigest: string): Promise<FetchedManifest> {
    const digest = await this.#resolve(tagOrDigest);
    if (digest === undefined) throw new PratiqueError('TARGET_NOT_FOUND', `${this.name} has no ${tagOrDigest}`);
    const bytes = await readLayoutFile(this.#path(digest), this.name, limits.documentBytes);
    verifyDigest(bytes, digest, `${this.name}: manifest`);
    const mediaType = ownMediaType(bytes, `${this.name}: manifest ${digest}`);
    return { bytes, digest, ...(mediaType === undefined ? {} : { mediaType }) };
  }

  async readBlob({ digest, size }: BlobDescriptor, maxBytes: number): Promise<Uint8Array> {
    const what = `${this.name}: blob ${digest}`;
    if (size > maxBytes) throw new PratiqueError('DOCUMENT_TOO_LARGE', `${what} has ${size} bytes, more than ${maxBytes}`);
    const bytes = await readLayoutFile(this.#path(digest), this.name, maxBytes);
    verifyDigest(bytes, digest, what);
    return bytes;
  }

  openBlob({ digest, size }: BlobDescriptor, runtime: Runtime): AsyncIterable<Uint8Array> {
    // One byte more than its size, which verification detects.
    return createReadStream(this.#path(digest), { end: size, highWaterMark: 1_048_576, signal: runtime.signal });
  }

  async findManifest(tagOrDigest: string, runtime: Runtime): Promise<PresentManifest | undefined> {
    try {
      const { digest, bytes, mediaType } = await this.readManifest(tagOrDigest);
      return { digest, size: bytes.length, ...(mediaType === undefined ? {} : { mediaType }) };
    } catch (error) {
      if (error instanceof PratiqueError && error.code === 'TARGET_NOT_FOUND') return undefined;
      if (runtime.signal.aborted) throw new PratiqueError('ABORTED', `${this.name}: stopped`, { cause: error });
      throw error;
    }
  }

  hasBlob(digest: Digest): Promise<boolean> {
    return exists(this.#path(digest));
  }

  async listTags(): Promise<Listing<string>> {
    const names = (await this.#index.named()).flatMap(({ name }) => name ?? []);
    return { items: [...new Set(names)], isComplete: true };
  }

  /** Tag or digest of the one image. Throws TARGET_NOT_FOUND and TARGET_AMBIGUOUS. */
  async chooseImage(): Promise<string> {
    const entries: LayoutEntry[] = [];
    for (const named of await this.#index.named()) {
      const subject = named.name === undefined ? await this.#subjectOf(named.entry) : undefined;
      entries.push({ ...named, ...(subject === undefined ? {} : { subject }) });
    }
    return chooseLayoutImage(this.name, entries);
  }

  async listReferrers(subject: Digest, { artifactType }: { readonly artifactType?: string }): Promise<ReferrerListing> {
    const all = await this.#index.entries();
    const entries = all.filter((entry) => nameOf(entry) === undefined);
    const found: JsonObject[] = [];
    for (const entry of entries) if ((await this.#subjectOf(entry)) === subject) found.push(entry);
    if (isCosignSave(all)) found.push(...(await this.#listUnlisted(subject, all)));
    const known = new Set(found.map((entry) => field(entry, 'digest')));
    // Tools that know no referrers but those of registries keep the index of the fallback tag.
    const { items, occupant } = await this.#listFallback(subject);
    for (const entry of items) if (!known.has(field(entry, 'digest'))) found.push(entry);
    const wanted = artifactType === undefined ? found : found.filter((entry) => field(entry, 'artifactType') === artifactType);
    const listing = { by: 'api', items: wanted.slice(0, limits.referrers), isComplete: wanted.length <= limits.referrers } as const;
    return occupant === undefined ? listing : { ...listing, occupant };
  }

  async pushBlob(blob: BlobDescriptor, content: BlobContent, { signal }: Runtime): Promise<BlobOutcome> {
    await this.#make(signal);
    if (await this.hasBlob(blob.digest)) return 'present';
    const path = this.#path(blob.digest);
    makeDirectory(join(path, '..'));
    await writeFileAtomically(path, verifiedContent(content.open(), blob, `${this.name}: blob ${blob.digest}`), { sync: 'content' });
    return 'pushed';
  }

  async pushManifest(manifest: ManifestToPush, { signal }: Runtime): Promise<PushedManifest> {
    const { link, entry } = await this.#store(manifest, signal);
    const { digest, tag } = manifest;
    if (tag !== undefined) await this.#index.change((entries) => withTag(entries, entry, tag), signal);
    else if (link.subject !== undefined)
      await this.#index.change(
        (entries) => (entries.some((each) => field(each, 'digest') === digest) ? undefined : [...entries, entry]),
        signal,
      );
    return link.subject === undefined ? {} : { subject: link.subject };
  }

  async replaceTag(manifest: TaggedManifest, expected: Digest | undefined, { signal }: Runtime): Promise<boolean> {
    const { entry } = await this.#store(manifest, signal);
    const { tag } = manifest;
    const holds = (entries: readonly JsonObject[]): unknown => field(findTagged(entries, tag) ?? {}, 'digest');
    return this.#index.change((entries) => (holds(entries) === expected ? withTag(entries, entry, tag) : undefined), signal);
  }

  async deleteManifest(digest: Digest, { signal }: Runtime): Promise<boolean> {
    const isThere = await exists(this.#path(digest));
    await this.#index.change((entries) => entries.filter((entry) => field(entry, 'digest') !== digest), signal);
    await rm(this.#path(digest), { force: true });
    return isThere;
  }

  /** Writes the manifest under its digest; nothing lists it yet. */
  async #store(
    { bytes, mediaType, digest }: ManifestToPush,
    signal: AbortSignal,
  ): Promise<{ readonly link: Link; readonly entry: JsonObject }> {
    const what = `${this.name}: manifest ${digest}`;
    verifyDigest(bytes, digest, what);
    await this.#make(signal);
    const path = this.#path(digest);
    makeDirectory(join(path, '..'));
    if (!(await exists(path))) await writeFileAtomically(path, [bytes], { sync: 'content' });
    const link = parseDocument(bytes, what, readLink);
    const { artifactType } = link;
    return { link, entry: { mediaType, digest, size: bytes.length, ...(artifactType === undefined ? {} : { artifactType }) } };
  }

  async #make(signal: AbortSignal): Promise<void> {
    if (this.#isNew) await (this.#made ??= makeLayout(this.#folder, signal));
  }

  async #resolve(tagOrDigest: string): Promise<Digest | undefined> {
    if (isDigest(tagOrDigest)) return (await exists(this.#path(tagOrDigest))) ? tagOrDigest : undefined;
    const entry = await this.#index.findTag(tagOrDigest);
    const digest = entry === undefined ? undefined : field(entry, 'digest');
    return isDigest(digest) ? digest : undefined;
  }

  /** Of an entry that cannot be read there is none. */
  async #subjectOf(entry: JsonObject): Promise<string | undefined> {
    const digest = field(entry, 'digest');
    if (!isDigest(digest)) return undefined;
    if (!this.#subjects.has(digest)) {
      const subject = await this.readManifest(digest).then(
        ({ bytes }) => parseDocument(bytes, digest, readLink).subject,
        () => undefined,
      );
      this.#subjects.set(digest, subject);
    }
    return this.#subjects.get(digest);
  }

  async #listFallback(subject: Digest): Promise<Pick<ReferrerListing, 'items' | 'occupant'>> {
    const tag = fallbackTag(subject);
    if ((await this.#index.findTag(tag)) === undefined) return { items: [] };
    return listFallback(await this.readManifest(tag), subject);
  }

  /** Referrers that are blobs and not in `index.json`. */
  async #listUnlisted(subject: Digest, entries: readonly JsonObject[]): Promise<readonly JsonObject[]> {
    const listed = new Set(entries.map((entry) => field(entry, 'digest')));
    const found: JsonObject[] = [];
    for (const digest of await listBlobs(this.#folder))
      if (!listed.has(digest) && (await this.#subjectOf({ digest })) === subject) found.push({ digest });
    return found;
  }

  /** A digest has no characters that a path could be made of. */
  #path(digest: Digest): string {
    return join(this.#folder, 'blobs', digestAlgorithm(digest), digestHex(digest));
  }
}

interface Link {
  readonly subject?: string;
  readonly artifactType?: string;
}

function withTag(entries: readonly JsonObject[], entry: JsonObject, tag: string): readonly JsonObject[] {
  return [...entries.filter((each) => nameOf(each) !== tag), withName(entry, tag)];
}

function readLink(value: unknown, what: string): Link {
  const object = readObject(value, what);
  const subject = field(object, 'subject');
  const digest = isJsonObject(subject) ? field(subject, 'digest') : undefined;
  const artifactType = field(object, 'artifactType');
  return {
    ...(typeof digest === 'string' ? { subject: digest } : {}),
    ...(typeof artifactType === 'string' ? { artifactType } : {}),
  };
}

function ownMediaType(bytes: Uint8Array, what: string): string | undefined {
  const mediaType = parseDocument(bytes, what, (value) => field(readObject(value, what), 'mediaType'));
  return typeof mediaType === 'string' ? mediaType : undefined;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isFile(),
    () => false,
  );
}
