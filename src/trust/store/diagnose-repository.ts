import { mapLimited } from '../../lib/async/map-limited.ts';
import { type Digest, isDigest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { readFallbackContent } from '../../oci/registry/fallback-content.ts';
import { type RepositoryListing, type RepositoryReader } from '../../oci/registry/repository.ts';
import { type ArtifactManifest, decodeArtifact } from './artifact-manifest.ts';
import { checkPayload } from './check-payload.ts';
import { contentFaults } from './content-faults.ts';
import { type diagnoses } from './diagnoses.ts';
import { isPlainImage } from './is-plain-image.ts';
import { type ManifestLinks, readManifestLinks } from './manifest-links.ts';
import { planOrphans } from './plan-orphans.ts';
import { parseSignatureTag } from './signature-tags.ts';
import { type SubjectReader } from './signed-subjects.ts';
import { trustMetadataType } from './trust-metadata-tag.ts';

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
  /** Which limit stopped the search, for people. */
  readonly stoppedAt?: string;
}

export type ReadableRepository = RepositoryReader & RepositoryListing;

/**
 * Checks the tags of a repository for artifacts that are orphaned, dangling, unreadable or made for another image, and the referrers of its tagged images.
 * A registry with the referrers API cannot list what it keeps for an untagged digest that does not exist.
 */
export async function diagnoseRepository(
  repository: ReadableRepository,
  readSubjects: SubjectReader,
  runtime: Runtime,
): Promise<RepositoryDiagnosis> {
  const { items: tags, isComplete } = await repository.listTags(runtime);
  const examination = new Examination(repository, readSubjects, runtime);
  await mapLimited(tags, limits.signatureReads, (tag) => examination.examineTag(tag));
  await examination.tellWhatIsKept();
  const stopped = isComplete ? {} : { stoppedAt: `the repository has more tags than the ${tags.length} that were checked` };
  return { name: repository.name, tags: tags.length, ...examination.result(), ...stopped };
}

class Examination {
  readonly #repository: ReadableRepository;
  readonly #readSubjects: SubjectReader;
  readonly #runtime: Runtime;
  readonly #problems: Diagnosis[] = [];
  readonly #examined = new Set<string>();
  #artifacts = 0;

  constructor(repository: ReadableRepository, readSubjects: SubjectReader, runtime: Runtime) {
    this.#repository = repository;
    this.#readSubjects = readSubjects;
    this.#runtime = runtime;
  }

  result(): { readonly artifacts: number; readonly problems: readonly Diagnosis[] } {
    const problems = this.#problems.toSorted((a, b) => order(a).localeCompare(order(b), 'en'));
    return { artifacts: this.#artifacts, problems };
  }

  /** What `clean --orphans` would not remove must not be recommended to it: the tag holds an image, or what is in use under another tag. */
  async tellWhatIsKept(): Promise<void> {
    if (!this.#problems.some(({ code }) => orphaned.has(code))) return;
    const { kept } = await planOrphans(this.#repository, this.#runtime);
    const reasons = new Map(kept.map(({ foundAt, reason }) => [foundAt, reason]));
    for (const [at, problem] of this.#problems.entries()) {
      const reason = reasons.get(`tag ${problem.object}`);
      if (reason !== undefined && orphaned.has(problem.code))
        this.#problems[at] = { ...problem, code: 'ORPHAN_KEPT', message: `${problem.message}; ${reason}` };
    }
  }

  async examineTag(tag: string): Promise<void> {
    const named = parseSignatureTag(tag);
    if (named === undefined) await this.#examineImage(tag);
    else if (named.suffix === undefined) await this.#examineListTag(tag, named.subject);
    else await this.#examineSignatureTag(tag, named.subject);
  }

  async #examineSignatureTag(tag: string, subject: Digest): Promise<void> {
    if (!(await this.#exists(subject))) this.#tell('ORPHANED_TAG', tag, `${subject} does not exist`);
    const manifest = await this.#readArtifact(tag, tag);
    if (manifest !== undefined) await this.#examineArtifact(manifest, tag, subject);
  }

  async #examineListTag(tag: string, subject: Digest): Promise<void> {
    if (!(await this.#exists(subject))) this.#tell('ORPHANED_INDEX', tag, `${subject} does not exist`);
    const manifest = await this.#readable(tag, () => this.#repository.readManifest(tag, this.#runtime));
    if (manifest === undefined) return;
    const content = readFallbackContent(manifest, subject);
    if (content.kind === 'other') this.#tell('LIST_TAG_TAKEN', tag, `it holds ${manifest.digest}, which is not a list of referrers`);
    if (content.kind === 'subject' && (await this.#readArtifact(tag, tag))?.artifactType === trustMetadataType)
      this.#tell('LEFTOVER_TRUST_TAG', tag, `it holds ${subject}`);
    else if (content.kind === 'subject') {
      const { by } = await this.#repository.listReferrers(subject, {}, this.#runtime);
      this.#tell(by === 'api' ? 'LEFTOVER_LIST_TAG' : 'IMAGE_UNDER_LIST_TAG', tag, `it holds ${subject}`);
      await this.#examineImage(tag);
    }
    if (content.kind !== 'list') return;
    for (const entry of content.entries.slice(0, limits.referrers)) await this.#examineEntry(tag, entry, subject);
  }

  /** A tagged image and its platforms: what the registry lists for each. A tagged artifact may itself be orphaned. */
  async #examineImage(tag: string): Promise<void> {
    const found = await this.#readable(tag, async () => {
      const { bytes, digest } = await this.#repository.readManifest(tag, this.#runtime);
      return { digest, links: readManifestLinks(bytes, tag) };
    });
    if (found === undefined) return;
    await this.#examineSubject(tag, found.links);
    for (const digest of [found.digest, ...found.links.manifests.map((each) => each.digest)]) await this.#examineReferrers(digest, 0);
  }

  async #examineSubject(tag: string, { subject }: ManifestLinks): Promise<void> {
    if (subject !== undefined && !(await this.#exists(subject)))
      this.#tell('ORPHANED_REFERRER', tag, `its subject ${subject} does not exist`);
  }

  /** What is attached to an artifact is checked too: an SBOM may be signed. */
  async #examineReferrers(subject: Digest, depth: number): Promise<void> {
    if (depth > limits.referrerDepth || this.#isExamined(`list ${subject}`)) return;
    const listing = await this.#repository.listReferrers(subject, {}, this.#runtime);
    if (!listing.isComplete || listing.items.length > limits.signatures)
      this.#tell('TOO_MANY_SIGNATURES', subject, `it has ${listing.isComplete ? '' : 'more than '}${listing.items.length} referrers`);
    // The list under the fallback tag is checked with its tag.
    if (listing.by === 'tag') return;
    for (const item of listing.items) {
      const digest = await this.#examineEntry(subject, item, subject);
      if (digest !== undefined) await this.#examineReferrers(digest, depth + 1);
    }
  }

  async #examineEntry(list: string, entry: unknown, subject: Digest): Promise<Digest | undefined> {
    const digest = digestOf(entry);
    if (digest === undefined) this.#tell('DANGLING_ENTRY', list, 'an entry has no digest');
    else if (!(await this.#exists(digest))) this.#tell('DANGLING_ENTRY', list, `it lists ${digest}, which does not exist`);
    else await this.#examineListed(digest, subject);
    return digest;
  }

  async #examineListed(digest: Digest, subject: Digest): Promise<void> {
    if (this.#isExamined(`${digest} ${subject}`)) return;
    const manifest = await this.#readArtifact(digest, digest);
    if (manifest === undefined) return;
    if (isPlainImage(manifest)) {
      this.#tell('IMAGE_IN_LIST', digest, `it is in the list of referrers of ${subject}`);
    } else {
      const named = manifest.subject === undefined ? 'names no subject' : `names ${manifest.subject}`;
      if (manifest.subject !== subject) this.#tell('WRONG_SUBJECT', digest, `it is listed for ${subject} but ${named}`);
      await this.#examineArtifact(manifest, digest, subject);
    }
  }

  async #examineArtifact(manifest: ArtifactManifest, object: string, subject: Digest): Promise<void> {
    this.#artifacts += 1;
    if (manifest.isCut) this.#tell('TOO_MANY_SIGNATURES', object, `it has more than ${limits.signatures} signatures`);
    const place = { repository: this.#repository, readSubjects: this.#readSubjects, object, subject };
    for (const layer of manifest.layers) {
      const problem = await this.#readable(object, () => checkPayload(place, manifest, layer, this.#runtime));
      if (problem !== undefined) this.#tell(problem.code, object, problem.message);
    }
  }

  #readArtifact(reference: string, object: string): Promise<ArtifactManifest | undefined> {
    return this.#readable(object, async () => {
      const { bytes } = await this.#repository.readManifest(reference, this.#runtime);
      return decodeArtifact(bytes, object, limits.signatures);
    });
  }

  /** A registry that refuses ends the examination; damaged content is a problem of its own. */
  async #readable<T>(object: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      const isContent = error instanceof VerificationError || (error instanceof PratiqueError && contentFaults.has(error.code));
      if (!isContent) throw error;
      this.#tell('UNREADABLE_ARTIFACT', object, error.message);
      return undefined;
    }
  }

  async #exists(digest: Digest): Promise<boolean> {
    return (await this.#repository.findManifest(digest, this.#runtime)) !== undefined;
  }

  /** Marks it as examined. */
  #isExamined(key: string): boolean {
    const isKnown = this.#examined.has(key);
    this.#examined.add(key);
    return isKnown;
  }

  #tell(code: Diagnosis['code'], object: string, message: string): void {
    this.#problems.push({ code, object, message });
  }
}

const orphaned: ReadonlySet<Diagnosis['code']> = new Set(['ORPHANED_TAG', 'ORPHANED_INDEX', 'ORPHANED_REFERRER']);

function order({ code, object, message }: Diagnosis): string {
  return `${code} ${object} ${message}`;
}

function digestOf(entry: unknown): Digest | undefined {
  const digest = typeof entry === 'object' && entry !== null && 'digest' in entry ? entry.digest : undefined;
  return isDigest(digest) ? digest : undefined;
}
