import { mapLimited } from '../../lib/async/map-limited.ts';
import { type Digest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { isForeignLayerType } from '../../oci/document/media-types.ts';
import { verifySize } from '../../oci/document/verify-digest.ts';
import { type FetchedManifest } from '../../oci/registry/fetched-manifest.ts';
import { type Repository, type RepositoryListing, type RepositoryReader } from '../../oci/registry/repository.ts';
import { type Link, type ManifestLinks, readManifestLinks } from './manifest-links.ts';
import { addReferrers, type ListableManifest } from './add-referrers.ts';
import { pushUnlisted } from './push-referrer.ts';
import { type SignatureTagSuffix } from './signature-tags.ts';

/** Blobs copied at the same time. Each is streamed, so memory does not grow with their size. */
const blobsAtOnce = 4;

/** What became of the trust metadata of the source: `kept` means that the target has others, which were left as they are. */
export type TrustMetadataCopy = 'copied' | 'present' | 'kept';

export interface CopyCounts {
  readonly manifests: { readonly copied: number; readonly present: number };
  readonly blobs: { readonly copied: number; readonly mounted: number; readonly present: number };
  /** Total size of the blobs that were uploaded. */
  readonly bytes: number;
  /** Artifacts of the image that the target has now. */
  readonly artifacts: number;
  /** How many of them are `.sig` tags: classic cosign signatures name the repository they were made for. */
  readonly signatureTags: number;
  /** What was not copied, and why; one line each. */
  readonly notes: readonly string[];
  /** False when a limit kept something from being copied. */
  readonly isComplete: boolean;
}

/** The state of one copy: what was copied, and what need not be copied twice. */
export class CopyRun {
  readonly source: RepositoryReader & RepositoryListing;
  readonly target: Repository;
  readonly runtime: Runtime;
  readonly #mountFrom: string | undefined;
  readonly #manifests = new Set<Digest>();
  readonly #blobs = new Set<Digest>();
  readonly #notes: string[] = [];
  readonly #counts = {
    manifests: { copied: 0, present: 0 },
    blobs: { copied: 0, mounted: 0, present: 0 },
    bytes: 0,
    artifacts: 0,
    signatureTags: 0,
  };
  readonly #unlisted = new Map<Digest, readonly ListableManifest[]>();
  #isComplete = true;

  constructor(
    source: RepositoryReader & RepositoryListing,
    target: Repository,
    options: { readonly mountFrom?: string },
    runtime: Runtime,
  ) {
    this.source = source;
    this.target = target;
    this.runtime = runtime;
    this.#mountFrom = options.mountFrom;
  }

  counts(): CopyCounts {
    return { ...this.#counts, notes: this.#notes, isComplete: this.#isComplete };
  }

  readonly note = (text: string): void => {
    this.#notes.push(text);
  };

  /** Notes what a limit kept from being copied. */
  cut(text: string): void {
    this.#isComplete = false;
    this.note(text);
  }

  countArtifact(suffix?: SignatureTagSuffix): void {
    this.#counts.artifacts += 1;
    if (suffix === 'sig') this.#counts.signatureTags += 1;
  }

  /** Pushes everything the manifest names, then the manifest. Returns its digest and those of the manifests below it, top first. */
  async copyTree(fetched: FetchedManifest, depth = 0): Promise<readonly Digest[]> {
    if (this.#manifests.has(fetched.digest)) return [fetched.digest];
    this.#manifests.add(fetched.digest);
    if (depth > limits.indexDepth)
      throw new PratiqueError('LIMIT_EXCEEDED', `${this.source.name}: indexes are nested more than ${limits.indexDepth} deep`);
    const links = readManifestLinks(fetched.bytes, `${this.source.name}@${fetched.digest}`);
    const below: Digest[] = [];
    for (const link of links.manifests) below.push(...(await this.copyTree(await this.#readListed(link), depth + 1)));
    await this.#copyManifest(fetched, links);
    return [fetched.digest, ...below];
  }

  async #readListed({ digest, size }: Link): Promise<FetchedManifest> {
    const fetched = await this.source.readManifest(digest, this.runtime);
    verifySize(fetched.bytes, size, `${this.source.name}@${digest}`);
    return fetched;
  }

  /** Pushes the top manifest again, under its tag. The tag comes last, so it never points to an incomplete image. */
  async pushTop({ bytes, digest }: FetchedManifest, tag: string | undefined): Promise<void> {
    if (tag === undefined) return;
    const { mediaType } = readManifestLinks(bytes, digest);
    await this.target.pushManifest({ bytes, digest, mediaType, tag }, this.runtime);
  }

  async #copyBlobs(links: ManifestLinks): Promise<void> {
    const wanted = links.blobs.filter((blob) => this.#mustCopy(blob));
    await mapLimited(wanted, blobsAtOnce, (blob) => this.#copyBlob(blob));
  }

  async #copyManifest({ bytes, digest }: FetchedManifest, links: ManifestLinks): Promise<void> {
    // A registry accepts a manifest only when it has everything the manifest names.
    const isThere = (await this.target.findManifest(digest, this.runtime)) !== undefined;
    this.#counts.manifests[isThere ? 'present' : 'copied'] += 1;
    if (!isThere) await this.#copyBlobs(links);
    // An earlier copy may have been interrupted before the referrer was listed.
    if (links.subject !== undefined) await this.#pushReferrer(links.subject, { bytes, mediaType: links.mediaType });
    else if (!isThere) await this.target.pushManifest({ bytes, digest, mediaType: links.mediaType }, this.runtime);
  }

  async #pushReferrer(subject: Digest, manifest: { readonly bytes: Uint8Array; readonly mediaType: string }): Promise<void> {
    const pushed = await pushUnlisted(this.target, subject, manifest, this.runtime);
    if (pushed.listedBy === 'tag') this.#unlisted.set(subject, [...(this.#unlisted.get(subject) ?? []), pushed]);
  }

  /** Lists the referrers that were copied, in one write for each subject. An interrupted copy lists them when it is repeated. */
  async listReferrers(): Promise<void> {
    for (const [subject, manifests] of this.#unlisted) await addReferrers(this.target, subject, manifests, this.runtime);
    this.#unlisted.clear();
  }

  #mustCopy(blob: Link): boolean {
    if (this.#blobs.has(blob.digest)) return false;
    this.#blobs.add(blob.digest);
    if (!isForeignLayerType(blob.mediaType)) return true;
    this.note(`layer ${blob.digest} not copied: its licence forbids redistribution (${blob.mediaType})`);
    return false;
  }

  async #copyBlob(blob: Link): Promise<void> {
    const progress = { id: blob.digest, label: `copy ${blob.digest.slice(7, 19)}`, total: blob.size, unit: 'bytes' as const };
    const open = (): AsyncIterable<Uint8Array> => this.#watched(blob, progress);
    const content = this.#mountFrom === undefined ? { open } : { open, mountFrom: this.#mountFrom };
    const outcome = await this.target.pushBlob(blob, content, this.runtime);
    this.runtime.progress({ ...progress, done: blob.size, finished: true });
    if (outcome === 'pushed') this.#counts.blobs.copied += 1;
    else this.#counts.blobs[outcome] += 1;
    if (outcome === 'pushed') this.#counts.bytes += blob.size;
  }

  async *#watched(
    blob: Link,
    progress: { readonly id: string; readonly label: string; readonly total: number; readonly unit: 'bytes' },
  ): AsyncGenerator<Uint8Array, void, undefined> {
    let done = 0;
    for await (const chunk of this.source.openBlob(blob, this.runtime)) {
      done += chunk.length;
      this.runtime.progress({ ...progress, done });
      yield chunk;
    }
  }
}
