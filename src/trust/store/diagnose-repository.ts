import { contentFaults } from './content-faults.ts';
import { mapLimited } from '../../lib/async/map-limited.ts';
import { type Digest, isDigest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { readFallbackContent } from '../../oci/registry/fallback-content.ts';
import { type RepositoryListing, type RepositoryReader } from '../../oci/registry/repository.ts';
import { decodeArtifact } from './artifact-manifest.ts';
import { type diagnoses } from './diagnoses.ts';
import { isPlainImage } from './is-plain-image.ts';
import { readManifestLinks } from './manifest-links.ts';
import { parseSignatureTag } from './signature-tags.ts';

export interface Diagnosis {
  readonly code: keyof typeof diagnoses;
  /** Tag or digest. */
  readonly object: string;
  readonly message: string;
}

export interface RepositoryDiagnosis {
  readonly name: string;
  readonly tags: number;
  /** Artifacts that were read. */
  readonly artifacts: number;
  readonly problems: readonly Diagnosis[];
  /** Which bound stopped the search, for people. */
  readonly stoppedAt?: string;
}

/**
 * Looks through the tags of a repository for artifacts that are orphaned, dangling or unreadable, and at the referrers of its tagged images. What
 * a registry with the referrers API keeps for an untagged digest that is gone cannot be listed.
 */
export async function diagnoseRepository(repository: RepositoryReader & RepositoryListing, runtime: Runtime): Promise<RepositoryDiagnosis> {
  const { items: tags, isComplete } = await repository.listTags(runtime);
  const examination = new Examination(repository, runtime);
  await mapLimited(tags, limits.signatureReads, (tag) => examination.examineTag(tag));
  const stopped = isComplete ? {} : { stoppedAt: `the list of tags goes on after ${tags.length}` };
  return { name: repository.name, tags: tags.length, ...examination.result(), ...stopped };
}

class Examination {
  readonly #repository: RepositoryReader & RepositoryListing;
  readonly #runtime: Runtime;
  readonly #problems: Diagnosis[] = [];
  readonly #examined = new Set<string>();
  #artifacts = 0;

  constructor(repository: RepositoryReader & RepositoryListing, runtime: Runtime) {
    this.#repository = repository;
    this.#runtime = runtime;
  }

  result(): { readonly artifacts: number; readonly problems: readonly Diagnosis[] } {
    const problems = this.#problems.toSorted((a, b) => order(a).localeCompare(order(b), 'en'));
    return { artifacts: this.#artifacts, problems };
  }

  async examineTag(tag: string): Promise<void> {
    const spoken = parseSignatureTag(tag);
    if (spoken === undefined) await this.#examineImage(tag);
    else if (spoken.suffix === undefined) await this.#examineFallbackIndex(tag, spoken.subject);
    else await this.#examineSignatureTag(tag, spoken.subject);
  }

  async #examineSignatureTag(tag: string, subject: Digest): Promise<void> {
    if ((await this.#repository.findManifest(subject, this.#runtime)) === undefined)
      this.#tell('ORPHANED_TAG', tag, `${subject} is not there`);
    await this.#examineArtifact(tag, tag, undefined);
  }

  async #examineFallbackIndex(tag: string, subject: Digest): Promise<void> {
    if ((await this.#repository.findManifest(subject, this.#runtime)) === undefined)
      this.#tell('ORPHANED_INDEX', tag, `${subject} is not there`);
    const manifest = await this.#readable(tag, () => this.#repository.readManifest(tag, this.#runtime));
    if (manifest === undefined) return;
    const content = readFallbackContent(manifest, subject);
    if (content.kind === 'subject') this.#tell('IMAGE_UNDER_LIST_TAG', tag, `it holds ${subject}`);
    if (content.kind === 'subject') await this.#examineImage(tag);
    if (content.kind === 'other') this.#tell('LIST_TAG_TAKEN', tag, `it holds ${manifest.digest}, which is no list of referrers`);
    const entries = content.kind === 'list' ? content.entries.slice(0, limits.referrers).map((entry) => digestOf(entry)) : [];
    for (const digest of entries) {
      if (digest === undefined) this.#tell('DANGLING_ENTRY', tag, 'an entry has no digest');
      else await this.#examineListed(tag, digest, subject);
    }
  }

  /** Of a tagged image, its platforms included, what the registry lists. */
  async #examineImage(tag: string): Promise<void> {
    const links = await this.#readable(tag, async () => {
      const { bytes, digest } = await this.#repository.readManifest(tag, this.#runtime);
      return [digest, ...readManifestLinks(bytes, tag).manifests.map((each) => each.digest)];
    });
    for (const subject of links ?? []) {
      if (this.#examined.has(`list ${subject}`)) continue;
      this.#examined.add(`list ${subject}`);
      const listing = await this.#repository.listReferrers(subject, {}, this.#runtime);
      if (!listing.isComplete || listing.items.length > limits.signatures)
        this.#tell('TOO_MANY_SIGNATURES', subject, `it has ${listing.isComplete ? '' : 'more than '}${listing.items.length} referrers`);
      // The index of the fallback tag is a tag of its own.
      if (listing.by === 'tag') continue;
      for (const item of listing.items) {
        const digest = digestOf(item);
        if (digest !== undefined) await this.#examineListed(subject, digest, subject);
      }
    }
  }

  async #examineListed(list: string, digest: Digest, subject: Digest): Promise<void> {
    if ((await this.#repository.findManifest(digest, this.#runtime)) === undefined)
      this.#tell('DANGLING_ENTRY', list, `it lists ${digest}, which is not there`);
    else await this.#examineArtifact(digest, digest, subject);
  }

  async #examineArtifact(reference: string, object: string, subject: Digest | undefined): Promise<void> {
    if (this.#examined.has(`${reference} ${subject}`)) return;
    this.#examined.add(`${reference} ${subject}`);
    const manifest = await this.#readable(object, async () =>
      decodeArtifact((await this.#repository.readManifest(reference, this.#runtime)).bytes, object, limits.signatures),
    );
    if (manifest === undefined) return;
    if (subject !== undefined && isPlainImage(manifest)) {
      this.#tell('IMAGE_IN_LIST', object, `it is in the list of referrers of ${subject}`);
      return;
    }
    this.#artifacts += 1;
    if (subject !== undefined && manifest.subject !== subject)
      this.#tell('WRONG_SUBJECT', object, `it is listed for ${subject} and says that it is about ${manifest.subject ?? 'nothing'}`);
    if (manifest.isCut) this.#tell('TOO_MANY_SIGNATURES', object, `it has more than ${limits.signatures} signatures`);
    for (const { digest } of manifest.layers)
      if (!(await this.#repository.hasBlob(digest, this.#runtime))) this.#tell('MISSING_PAYLOAD', object, `${digest} is not there`);
  }

  /** A registry that refuses ends the examination; what is damaged is a problem. */
  async #readable<T>(object: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof PratiqueError) || !contentFaults.has(error.code)) throw error;
      this.#tell('UNREADABLE_ARTIFACT', object, error.message);
      return undefined;
    }
  }

  #tell(code: Diagnosis['code'], object: string, message: string): void {
    this.#problems.push({ code, object, message });
  }
}

function order({ code, object, message }: Diagnosis): string {
  return `${code} ${object} ${message}`;
}

function digestOf(entry: unknown): Digest | undefined {
  const digest = typeof entry === 'object' && entry !== null && 'digest' in entry ? entry.digest : undefined;
  return isDigest(digest) ? digest : undefined;
}
