import { mapLimited } from '../../lib/async/map-limited.ts';
import { type Digest, isDigest } from '../../model/digest.ts';
import { field, isJsonObject } from '../../lib/json/json-readers.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { isImageConfigType } from '../../oci/document/media-types.ts';
import { readFallbackContent } from '../../oci/registry/fallback-content.ts';
import { type Repository } from '../../oci/registry/repository.ts';
import { kindOf } from './artifact-kind.ts';
import { type ArtifactManifest, decodeArtifact } from './artifact-manifest.ts';
import { purposeOf } from './artifact-purpose.ts';
import { type CleaningPlan, type Removal } from './clean-image.ts';
import { contentFaults } from './content-faults.ts';
import { isPlainImage } from './is-plain-image.ts';
import { parseSignatureTag } from './signature-tags.ts';

/**
 * Plans the removal of what `doctor` reports as orphaned: cosign's tags, lists of referrers and tagged artifacts whose image does not exist. What names
 * another image that exists, and what is no artifact, is kept. Changes nothing. A registry with the referrers API cannot list what it keeps for a digest
 * that does not exist; `planCleaning` takes such a digest.
 */
export async function planOrphans(repository: Repository, runtime: Runtime): Promise<CleaningPlan> {
  const { items: tags, isComplete } = await repository.listTags(runtime);
  const search = new OrphanSearch(repository, runtime);
  await mapLimited(tags, limits.signatureReads, (tag) => search.examine(tag));
  const order = ({ foundAt }: { readonly foundAt: string }, other: { readonly foundAt: string }): number =>
    foundAt < other.foundAt ? -1 : 1;
  return {
    removals: search.removals.sort((a, b) => (a.subject === b.subject ? order(a, b) : a.subject < b.subject ? -1 : 1)),
    kept: search.kept.sort(order),
    ...(isComplete ? {} : { stoppedAt: `the repository has more tags than the ${tags.length} that were examined` }),
  };
}

class OrphanSearch {
  readonly removals: Removal[] = [];
  readonly kept: { foundAt: string; reason: string }[] = [];
  readonly #repository: Repository;
  readonly #runtime: Runtime;
  readonly #planned = new Set<Digest>();
  readonly #subjects = new Set<Digest>();

  constructor(repository: Repository, runtime: Runtime) {
    this.#repository = repository;
    this.#runtime = runtime;
  }

  async examine(tag: string): Promise<void> {
    const named = parseSignatureTag(tag);
    if (named === undefined) await this.#examineTagged(tag);
    else if (await this.#exists(named.subject)) return;
    else if (named.suffix === undefined) await this.#examineList(tag, named.subject);
    else await this.#examineSignatures(tag, named.subject);
    if (named !== undefined) await this.#examineReferrers(named.subject);
  }

  /** By the API, which does not show what it keeps for a digest unless it is asked for that digest. */
  async #examineReferrers(subject: Digest): Promise<void> {
    if (this.#subjects.has(subject)) return;
    this.#subjects.add(subject);
    const { by, items } = await this.#repository.listReferrers(subject, {}, this.#runtime);
    if (by === 'tag') return;
    for (const item of items) {
      const digest = field(item, 'digest');
      if (isDigest(digest)) await this.#examineEntry(digest, subject);
    }
  }

  async #examineSignatures(tag: string, subject: Digest): Promise<void> {
    const read = await this.#read(tag);
    if (read !== undefined) this.#remove(subject, read.digest, `tag ${tag}`, read.manifest);
  }

  /** The manifests go before the list that names them: a run that is interrupted finds the rest again. */
  async #examineList(tag: string, subject: Digest): Promise<void> {
    const fetched = await this.#repository.readManifest(tag, this.#runtime);
    const content = readFallbackContent(fetched, subject);
    if (content.kind !== 'list') {
      this.kept.push({ foundAt: `tag ${tag}`, reason: 'it is not a list of referrers' });
      return;
    }
    for (const entry of content.entries.slice(0, limits.referrers)) {
      const digest = isJsonObject(entry) ? field(entry, 'digest') : undefined;
      if (isDigest(digest)) await this.#examineEntry(digest, subject);
    }
    this.#plan({ subject, manifest: fetched.digest, foundAt: `tag ${tag}`, purposes: ['other'], count: 1, isListedByTag: false });
  }

  async #examineEntry(digest: Digest, subject: Digest): Promise<void> {
    if (!(await this.#exists(digest))) return;
    const read = await this.#read(digest);
    if (read === undefined) return;
    const isOurs = read.manifest.subject === subject && !isPlainImage(read.manifest);
    if (isOurs) this.#remove(subject, digest, `referrer ${digest}`, read.manifest);
    else this.kept.push({ foundAt: `referrer ${digest}`, reason: `it is listed for ${subject}, but does not name it as its subject` });
  }

  async #examineTagged(tag: string): Promise<void> {
    const read = await this.#read(tag);
    const subject = read?.manifest.subject;
    if (read === undefined || subject === undefined || (await this.#exists(subject))) return;
    if (isImage(read.manifest)) {
      this.kept.push({ foundAt: `tag ${tag}`, reason: `it is an image, though it names ${subject} as its subject` });
      return;
    }
    this.#remove(subject, read.digest, `tag ${tag}`, read.manifest);
  }

  #remove(subject: Digest, manifest: Digest, foundAt: string, { layers, artifactType, annotations }: ArtifactManifest): void {
    const purposes = [
      ...new Set(layers.map(({ mediaType }) => purposeOf({ kind: kindOf(mediaType, artifactType), manifestAnnotations: annotations }))),
    ];
    this.#plan({
      subject,
      manifest,
      foundAt,
      purposes: purposes.length === 0 ? ['other'] : purposes,
      count: Math.max(layers.length, 1),
      isListedByTag: false,
    });
  }

  #plan(removal: Removal): void {
    if (this.#planned.has(removal.manifest)) return;
    this.#planned.add(removal.manifest);
    this.removals.push(removal);
  }

  /** `undefined` for what is damaged, which is kept, and for an index, which is no artifact. */
  async #read(reference: string): Promise<{ readonly digest: Digest; readonly manifest: ArtifactManifest } | undefined> {
    try {
      const { bytes, digest } = await this.#repository.readManifest(reference, this.#runtime);
      return { digest, manifest: decodeArtifact(bytes, reference, limits.signatures) };
    } catch (error) {
      if (!(error instanceof PratiqueError) || !contentFaults.has(error.code)) throw error;
      if (parseSignatureTag(reference) !== undefined || isDigest(reference))
        this.kept.push({ foundAt: reference, reason: `it cannot be read: ${error.message}` });
      return undefined;
    }
  }

  async #exists(digest: Digest): Promise<boolean> {
    return (await this.#repository.findManifest(digest, this.#runtime)) !== undefined;
  }
}

/** An image may name a subject too, and is not removed with it. */
function isImage({ config, layers, artifactType }: ArtifactManifest): boolean {
  const isArtifact = layers.some(({ mediaType }) => kindOf(mediaType, artifactType) !== 'other');
  return !isArtifact && config !== undefined && isImageConfigType(config.mediaType) && isImageConfigType(artifactType);
}
