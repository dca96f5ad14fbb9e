import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDirectory } from '../../lib/file/make-directory.ts';
import { writeFileAtomically } from '../../lib/file/write-file-atomically.ts';
import { field, type JsonObject } from '../../lib/json/json-readers.ts';
import { type Digest, digestAlgorithm, digestHex, isDigest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { readImageLayout } from '../document/image-layout.ts';
import { parseDocument } from '../document/parse-document.ts';
import { verifyContent, verifyDigest, verifySize } from '../document/verify-digest.ts';
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
import { ambiguous, type Link, missing, ownMediaType, readEntry, readLink, withTag } from './layout-entry.ts';
import { writingLayout } from './layout-failure.ts';
import { findTagged, LayoutIndex, nameOf } from './layout-index.ts';
import { assertEmpty, isFile, makeLayout } from './make-layout.ts';
import { openLayoutBlob, readLayoutFile } from './read-layout-file.ts';

/**
 * Opens a layout. Throws TARGET_NOT_FOUND and LAYOUT_INVALID. With `create` it need not be there yet: it is made with the first thing that is put
 * into it, in a folder that is empty or not there.
 */
export async function openLayoutRepository(
  folder: string,
  options: { readonly create?: boolean } = {},
): Promise<Repository & { chooseImage(): Promise<string> }> {
  const marker = join(folder, 'oci-layout');
  const isNew = options.create === true && !(await isFile(marker));
  if (isNew) await assertEmpty(folder);
  else parseDocument(await readLayoutFile(marker, folder, limits.documentBytes), marker, readImageLayout);
  return new LayoutRepository(folder, isNew);
}

class LayoutRepository implements Repository {
  readonly name: string;
  readonly #folder: string;
  readonly #index: LayoutIndex;
  readonly #subjects = new Map<Digest, string | undefined>();
  /** Why manifests that `index.json` lists could not be read. */
  readonly #faults = new Map<Digest, string>();
  readonly #isNew: boolean;
  #made: Promise<void> | undefined;

  constructor(folder: string, isNew: boolean) {
    this.name = folder;
    this.#isNew = isNew;
    this.#folder = folder;
    this.#index = new LayoutIndex(folder);
  }

  async readManifest(tagOrDigest: string): Promise<FetchedManifest> {
    const { digest, entries } = await this.#resolve(tagOrDigest);
    const what = `${this.name}: manifest ${digest}`;
    const bytes = await this.#readDocument(digest);
    let mediaType = ownMediaType(bytes, what);
    for (const { size, mediaType: listed } of entries.map((entry) => readEntry(entry, `${this.name}: index.json: ${digest}`))) {
      verifySize(bytes, size, what);
      // Whoever decodes the document compares the two.
      if (listed !== mediaType) mediaType = listed;
    }
    return { bytes, digest, ...(mediaType === undefined ? {} : { mediaType }) };
  }

  async #readDocument(digest: Digest): Promise<Uint8Array> {
    const bytes = await readLayoutFile(this.#path(digest), this.name, limits.documentBytes);
    verifyDigest(bytes, digest, `${this.name}: manifest`);
    return bytes;
  }

  async readBlob({ digest, size }: BlobDescriptor, maxBytes: number): Promise<Uint8Array> {
    const what = `${this.name}: blob ${digest}`;
    if (size > maxBytes) throw new PratiqueError('DOCUMENT_TOO_LARGE', `${what} has ${size} bytes, more than ${maxBytes}`);
    const bytes = await readLayoutFile(this.#path(digest), this.name, maxBytes);
    verifyContent(bytes, { digest, size }, what);
    return bytes;
  }

  openBlob({ digest, size }: BlobDescriptor, runtime: Runtime): AsyncIterable<Uint8Array> {
    return openLayoutBlob(this.#path(digest), { name: this.name, what: `${this.name}: blob ${digest}`, size }, runtime);
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
    return isFile(this.#path(digest));
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
    const unreadable = entries.flatMap((entry) => this.#faultOf(entry) ?? []);
    return { ...listing, ...(occupant === undefined ? {} : { occupant }), ...(unreadable.length === 0 ? {} : { unreadable }) };
  }

  pushBlob(blob: BlobDescriptor, content: BlobContent, { signal }: Runtime): Promise<BlobOutcome> {
    return writingLayout(this.name, signal, async () => {
      await this.#make(signal);
      if (await this.hasBlob(blob.digest)) return 'present';
      const path = this.#path(blob.digest);
      makeDirectory(join(path, '..'));
      await writeFileAtomically(path, verifiedContent(content.open(), blob, `${this.name}: blob ${blob.digest}`), { sync: 'content' });
      return 'pushed';
    });
  }

  pushManifest(manifest: ManifestToPush, { signal }: Runtime): Promise<PushedManifest> {
    return writingLayout(this.name, signal, async () => {
      const { link, entry } = await this.#store(manifest, signal);
      const { digest, tag } = manifest;
      if (tag !== undefined) await this.#index.change((entries) => withTag(entries, entry, tag), signal);
      else if (link.subject !== undefined)
        await this.#index.change(
          (entries) => (entries.some((each) => field(each, 'digest') === digest) ? undefined : [...entries, entry]),
          signal,
        );
      return link.subject === undefined ? {} : { subject: link.subject };
    });
  }

  replaceTag(manifest: TaggedManifest, expected: Digest | undefined, { signal }: Runtime): Promise<boolean> {
    return writingLayout(this.name, signal, async () => {
      const { entry } = await this.#store(manifest, signal);
      const { tag } = manifest;
      const holds = (entries: readonly JsonObject[]): unknown => field(findTagged(entries, tag)[0] ?? {}, 'digest');
      return this.#index.change((entries) => (holds(entries) === expected ? withTag(entries, entry, tag) : undefined), signal);
    });
  }

  removeTag(tag: string, digest: Digest, { signal }: Runtime): Promise<void> {
    const isTag = (entry: JsonObject): boolean => nameOf(entry) === tag && field(entry, 'digest') === digest;
    return writingLayout(this.name, signal, async () => {
      await this.#index.change((entries) => entries.filter((entry) => !isTag(entry)), signal);
    });
  }

  deleteManifest(digest: Digest, { signal }: Runtime): Promise<boolean> {
    return writingLayout(this.name, signal, async () => {
      const isThere = await isFile(this.#path(digest));
      await this.#index.change((entries) => entries.filter((entry) => field(entry, 'digest') !== digest), signal);
      await rm(this.#path(digest), { force: true });
      return isThere;
    });
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
    if (!(await isFile(path))) await writeFileAtomically(path, [bytes], { sync: 'content' });
    const link = parseDocument(bytes, what, readLink);
    const { artifactType } = link;
    return { link, entry: { mediaType, digest, size: bytes.length, ...(artifactType === undefined ? {} : { artifactType }) } };
  }

  async #make(signal: AbortSignal): Promise<void> {
    if (this.#isNew) await (this.#made ??= makeLayout(this.#folder, signal));
  }

  /** The digest, and what `index.json` says of it. Throws TARGET_NOT_FOUND. */
  async #resolve(tagOrDigest: string): Promise<{ readonly digest: Digest; readonly entries: readonly JsonObject[] }> {
    if (isDigest(tagOrDigest)) {
      if (!(await isFile(this.#path(tagOrDigest)))) throw missing(this.name, tagOrDigest);
      const entries = await this.#index.entries();
      return { digest: tagOrDigest, entries: entries.filter((entry) => field(entry, 'digest') === tagOrDigest) };
    }
    const entries = findTagged(await this.#index.entries(), tagOrDigest);
    const [digest, ...others] = new Set(entries.map((entry) => field(entry, 'digest')));
    if (!isDigest(digest)) throw missing(this.name, tagOrDigest);
    if (others.length > 0) throw ambiguous(this.name, tagOrDigest, [digest, ...others]);
    return { digest, entries };
  }

  async #subjectOf(entry: JsonObject): Promise<string | undefined> {
    const digest = field(entry, 'digest');
    if (!isDigest(digest)) return undefined;
    if (!this.#subjects.has(digest)) this.#subjects.set(digest, await this.#readSubject(digest));
    return this.#subjects.get(digest);
  }

  /** Of what is damaged or no manifest there is none. What the system does not let us read could hide a signature, and is an error. */
  async #readSubject(digest: Digest): Promise<string | undefined> {
    let isRead = false;
    try {
      const document = await this.#readDocument(digest);
      isRead = true;
      return parseDocument(document, digest, readLink).subject;
    } catch (error) {
      if (!(error instanceof PratiqueError) || error.code === 'TARGET_UNREADABLE') throw error;
      if (!isRead) this.#faults.set(digest, error.message);
      return undefined;
    }
  }

  /** Of an entry whose subject was looked for. */
  #faultOf(entry: JsonObject): string | undefined {
    const digest = field(entry, 'digest');
    return isDigest(digest) ? this.#faults.get(digest) : `${this.name}: an entry in index.json has no digest`;
  }

  async #listFallback(subject: Digest): Promise<Pick<ReferrerListing, 'items' | 'occupant'>> {
    const tag = fallbackTag(subject);
    if (findTagged(await this.#index.entries(), tag).length === 0) return { items: [] };
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
