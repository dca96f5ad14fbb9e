import { mapLimited } from '../../lib/async/map-limited.ts';
import { type Digest, isDigest } from '../../model/digest.ts';
import { field, isJsonObject } from '../../lib/json/json-readers.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { readFallbackContent } from '../../oci/registry/fallback-content.ts';
import { type RepositoryListing, type RepositoryReader } from '../../oci/registry/repository.ts';
import { kindOf } from './artifact-kind.ts';
import { type ArtifactManifest, decodeArtifact } from './artifact-manifest.ts';
import { purposeOf } from './artifact-purpose.ts';
import { type CleaningPlan, type Removal } from './cleaning-plan.ts';
import { contentFaults } from './content-faults.ts';
import { isImageIndex } from './referrers-tag.ts';
import { keepWhatIsTagged, whyNotRemovable } from './removal-guard.ts';
import { parseSignatureTag } from './signature-tags.ts';
import { trustMetadataTag } from './trust-metadata-tag.ts';

type ReadableRepository = RepositoryReader & RepositoryListing;

/**
 * Plans the removal of what `doctor` reports as orphaned: cosign's tags, lists of referrers and tagged artifacts whose image does not exist. An image, an
 * index of images, trust metadata, what another tag holds and what names an image that exists is kept, whatever tag it was pushed under. Changes nothing. A
 * registry with the referrers API cannot list what it keeps for a digest that does not exist; `planCleaning` takes such a digest.
 */
export async function planOrphans(repository: ReadableRepository, runtime: Runtime): Promise<CleaningPlan> {
  const { items: tags, isComplete } = await repository.listTags(runtime);
  const search = new OrphanSearch(repository, runtime);
  await mapLimited(tags, limits.signatureReads, (tag) => search.examine(tag));
  const { removals, kept } = await keepWhatIsTagged(repository, search.planned, (tag) => search.orphanedTags.has(tag), runtime);
  const order = ({ foundAt }: { readonly foundAt: string }, other: { readonly foundAt: string }): number =>
    foundAt < other.foundAt ? -1 : 1;
  const sorted = removals.toSorted((a, b) => (a.subject === b.subject ? order(a, b) : a.subject < b.subject ? -1 : 1));
  return {
    // A manifest is deleted once, and a tag that is removed alone is one of several.
    removals: sorted.filter(
      ({ manifest, keptUnder }, at) => keptUnder !== undefined || sorted.findIndex((each) => each.manifest === manifest) === at,
    ),
    kept: [...search.kept, ...kept].sort(order),
    ...(isComplete ? {} : { stoppedAt: `the repository has more tags than the ${tags.length} that were examined` }),
  };
}

class OrphanSearch {
  readonly planned: Removal[] = [];
  readonly orphanedTags = new Set<string>();
  readonly kept: { foundAt: string; reason: string }[] = [];
  readonly #repository: ReadableRepository;
  readonly #runtime: Runtime;
  readonly #subjects = new Set<Digest>();

  constructor(repository: ReadableRepository, runtime: Runtime) {
    this.#repository = repository;
    this.#runtime = runtime;
  }

  async examine(tag: string): Promise<void> {
    const named = parseSignatureTag(tag);
    if (tag === trustMetadataTag) return;
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
    if (read === undefined) return;
    const reason = await this.#whyKept(read.manifest, subject);
    if (reason === undefined) this.#remove(subject, read.digest, `tag ${tag}`, read.manifest);
    else this.kept.push({ foundAt: `tag ${tag}`, reason });
  }

  /** The manifests go before the list that names them: a run that is interrupted finds the rest again. */
  async #examineList(tag: string, subject: Digest): Promise<void> {
    const fetched = await this.#repository.readManifest(tag, this.#runtime);
    const content = readFallbackContent(fetched, subject);
    if (content.kind !== 'list') {
      this.kept.push({ foundAt: `tag ${tag}`, reason: 'it is not a list of referrers' });
      return;
    }
    let isSpare = content.entries.length <= limits.referrers;
    for (const entry of content.entries.slice(0, limits.referrers)) {
      const digest = isJsonObject(entry) ? field(entry, 'digest') : undefined;
      if (isImageIndex([entry]) || (isDigest(digest) && !(await this.#examineEntry(digest, subject)))) isSpare = false;
    }
    if (isSpare)
      this.#plan({ subject, manifest: fetched.digest, foundAt: `tag ${tag}`, purposes: ['other'], count: 1, isListedByTag: false });
    else this.kept.push({ foundAt: `tag ${tag}`, reason: 'it lists images, or something else that is kept' });
  }

  /** Whether nothing of the entry is left, so that the list may go too. */
  async #examineEntry(digest: Digest, subject: Digest): Promise<boolean> {
    if (!(await this.#exists(digest))) return true;
    const read = await this.#read(digest);
    if (read === undefined) return false;
    const isNamed = read.manifest.subject === subject;
    const reason = isNamed ? whyNotRemovable(read.manifest, subject) : `it is listed for ${subject}, but does not name it as its subject`;
    if (reason === undefined) this.#remove(subject, digest, `referrer ${digest}`, read.manifest);
    else this.kept.push({ foundAt: `referrer ${digest}`, reason });
    return reason === undefined;
  }

  /** What names another subject that does not exist is an orphan too. */
  async #whyKept(manifest: ArtifactManifest, subject: Digest): Promise<string | undefined> {
    const about = manifest.subject ?? subject;
    return whyNotRemovable(manifest, about === subject || (await this.#exists(about)) ? subject : about);
  }

  async #examineTagged(tag: string): Promise<void> {
    const read = await this.#read(tag);
    const subject = read?.manifest.subject;
    if (read === undefined || subject === undefined || (await this.#exists(subject))) return;
    const reason = whyNotRemovable(read.manifest, subject);
    if (reason === undefined) this.#remove(subject, read.digest, `tag ${tag}`, read.manifest);
    else this.kept.push({ foundAt: `tag ${tag}`, reason });
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
    this.planned.push(removal);
    if (removal.foundAt.startsWith('tag ')) this.orphanedTags.add(removal.foundAt.slice('tag '.length));
  }

  /** `undefined` for what is damaged, which is kept, and for an index, which is no artifact. */
  async #read(reference: string): Promise<{ readonly digest: Digest; readonly manifest: ArtifactManifest } | undefined> {
    try {
      const { bytes, digest } = await this.#repository.readManifest(reference, this.#runtime);
      return { digest, manifest: decodeArtifact(bytes, reference, limits.signatures) };
    } catch (error) {
      if (!(error instanceof PratiqueError) || !contentFaults.has(error.code)) throw error;
      if (parseSignatureTag(reference) !== undefined || isDigest(reference))
        this.kept.push({
          foundAt: `${isDigest(reference) ? 'referrer' : 'tag'} ${reference}`,
          reason: `it is no artifact that can be read: ${error.message}`,
        });
      return undefined;
    }
  }

  async #exists(digest: Digest): Promise<boolean> {
    return (await this.#repository.findManifest(digest, this.#runtime)) !== undefined;
  }
}
