import { contentFaults } from './content-faults.ts';
import { mapLimited } from '../../lib/async/map-limited.ts';
import { type Digest, isDigest } from '../../model/digest.ts';
import { field, type JsonObject } from '../../lib/json/json-readers.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { verifySize } from '../../oci/document/verify-digest.ts';
import { type FetchedManifest } from '../../oci/registry/fetched-manifest.ts';
import { fallbackTag } from '../../oci/registry/fallback-tag.ts';
import { type ReferrerListing, type RepositoryListing, type RepositoryReader } from '../../oci/registry/repository.ts';
import { type ArtifactKind, kindOf, kindOfArtifact, signatureKinds } from './artifact-kind.ts';
import { type ArtifactManifest, type ArtifactPart, decodeArtifact } from './artifact-manifest.ts';
import { type ArtifactPlace, type FoundArtifact, type FoundArtifacts, formatPlace, type UnreadableArtifact } from './found-artifact.ts';
import { isPlainImage } from './is-plain-image.ts';
import { PayloadLoader } from './payload-loader.ts';
import { signatureTag, type SignatureTagSuffix, signatureTagSuffixes } from './signature-tags.ts';

export interface SubjectImage {
  /** Where the signatures are stored: the image's own repository, or another one (`COSIGN_REPOSITORY`). */
  readonly repository: RepositoryReader & RepositoryListing;
  /** Digest of a manifest or an index. Callers that want both ask twice (`resolve-image.ts` gives the platforms). */
  readonly digest: Digest;
}

export interface WantedArtifacts {
  /** Every signed kind when absent. */
  readonly kinds?: ReadonlySet<ArtifactKind>;
}

/**
 * Finds the artifacts attached to a digest: under cosign's tags, and as referrers by the API or the fallback tag (OCI distribution-spec 1.1). Reads at most
 * `limits.signatures`. Throws when the registry refuses or fails, not when an artifact is damaged.
 */
export async function findSignatures(image: SubjectImage, wanted: WantedArtifacts, runtime: Runtime): Promise<FoundArtifacts> {
  const kinds = wanted.kinds ?? signatureKinds;
  const search = new Search(image, kinds, runtime);
  // The requests run in parallel, since each takes a round trip or two. Results are added in a fixed order.
  const [addTagged, addReferrers] = await Promise.all([search.readTags(), search.readReferrers()]);
  addTagged();
  addReferrers();
  return search.result();
}

class Search {
  readonly #image: SubjectImage;
  readonly #kinds: ReadonlySet<ArtifactKind>;
  readonly #runtime: Runtime;
  readonly #loader: PayloadLoader;
  readonly #found = new Map<string, FoundArtifact>();
  readonly #unreadable: UnreadableArtifact[] = [];
  readonly #notes: string[] = [];
  #stoppedAt: string | undefined;

  constructor(image: SubjectImage, kinds: ReadonlySet<ArtifactKind>, runtime: Runtime) {
    this.#image = image;
    this.#kinds = kinds;
    this.#runtime = runtime;
    this.#loader = new PayloadLoader(image.repository);
  }

  result(): FoundArtifacts {
    const stopped = this.#stoppedAt === undefined ? {} : { stoppedAt: this.#stoppedAt };
    const unreadable = this.#unreadable.sort((a, b) => (a.foundAt < b.foundAt ? -1 : 1));
    return { artifacts: [...this.#found.values()], unreadable, notes: this.#notes.toSorted(), ...stopped };
  }

  /** Reads the tags; the returned function adds their artifacts. */
  async readTags(): Promise<() => void> {
    const suffixes = signatureTagSuffixes.filter((suffix) => this.#kinds.has(kindBySuffix[suffix]));
    const tags = suffixes.map((suffix) => signatureTag(this.#image.digest, suffix));
    const reads = await Promise.all(tags.map((tag) => this.#read(tag, `tag ${tag}`, false)));
    return () => {
      for (const [at, tag] of tags.entries()) {
        const read = reads[at];
        if (read !== undefined) this.#addLayers(read.manifest, (layer) => ({ kind: 'tag', tag, manifest: read.fetched.digest, layer }));
      }
    };
  }

  /** Reads the tags; the returned function adds their artifacts. */
  async readReferrers(): Promise<() => void> {
    const { repository, digest } = this.#image;
    const listing = await repository.listReferrers(digest, {}, this.#runtime);
    const candidates = listing.items.filter((item) => this.#mayBeWanted(item));
    const reads = await mapLimited(candidates.slice(0, limits.signatures), limits.signatureReads, (item) => this.#readReferrer(item));
    return () => {
      if (listing.occupant !== undefined) this.#notes.push(describeOccupant(digest, listing.occupant));
      if (!listing.isComplete) this.#stop(`${digest} has more referrers than the ${listing.items.length} that were listed`);
      if (candidates.length > limits.signatures)
        this.#stop(`${digest} has ${candidates.length} referrers; only ${limits.signatures} were read`);
      for (const read of reads) {
        if (read === undefined) continue;
        const { fetched, manifest } = read;
        this.#addLayers(manifest, (layer) => ({ kind: 'referrer', manifest: fetched.digest, layer, listedBy: listing.by }));
      }
    };
  }

  /** Decides by the artifact type in the list. An entry without a type has to be read. */
  #mayBeWanted(item: JsonObject): boolean {
    const type = field(item, 'artifactType');
    const kind = typeof type === 'string' ? kindOfArtifact(type) : undefined;
    return kind === undefined || this.#kinds.has(kind);
  }

  async #readReferrer(item: JsonObject): Promise<ReadArtifact | undefined> {
    const digest = field(item, 'digest');
    if (!isDigest(digest)) {
      const message = `an entry in the referrers of ${this.#image.digest} has no digest`;
      this.#unreadable.push({ foundAt: 'list of referrers', message });
      return undefined;
    }
    const read = await this.#read(digest, `referrer ${digest}`, true, field(item, 'size'));
    if (read === undefined || read.manifest.subject === this.#image.digest) return read;
    if (isPlainImage(read.manifest)) {
      this.#notes.push(`the referrers of ${this.#image.digest} include ${digest}, which is an image and not a referrer`);
      return undefined;
    }
    // The registry writes the list, and anyone who can push writes the fallback tag; only the manifest is its author's word.
    const message = `it is listed for ${this.#image.digest}, but its subject is ${read.manifest.subject ?? 'missing'}`;
    this.#unreadable.push({ foundAt: `referrer ${digest}`, manifest: digest, message });
    return undefined;
  }

  /** Notes what cannot be read. A tag that does not exist is normal; a listed referrer that does not exist is noted. */
  async #read(reference: string, foundAt: string, isListed: boolean, size?: unknown): Promise<ReadArtifact | undefined> {
    try {
      const fetched = await this.#image.repository.readManifest(reference, this.#runtime);
      if (typeof size === 'number') verifySize(fetched.bytes, size, foundAt);
      return { fetched, manifest: decodeArtifact(fetched.bytes, foundAt, limits.signatures) };
    } catch (error) {
      if (!(error instanceof PratiqueError) || !contentFaults.has(error.code)) throw error;
      if (error.code === 'TARGET_NOT_FOUND' && !isListed) return undefined;
      this.#unreadable.push({ foundAt, message: error.message, ...(isDigest(reference) ? { manifest: reference } : {}) });
      return undefined;
    }
  }

  #addLayers(manifest: ArtifactManifest, placeOf: (layer: number) => ArtifactPlace): void {
    if (manifest.isCut) this.#stop(`${formatPlace(placeOf(0))} has more than ${limits.signatures} signatures`);
    for (const [index, layer] of manifest.layers.entries()) this.#add(manifest, layer, placeOf(index));
  }

  #add(manifest: ArtifactManifest, layer: ArtifactPart, place: ArtifactPlace): void {
    const kind = kindOf(layer.mediaType, manifest.artifactType);
    if (!this.#kinds.has(kind)) return;
    const key = JSON.stringify([kind, layer.digest, layer.size, ...evidenceOf(layer)]);
    const known = this.#found.get(key);
    if (known === undefined && this.#found.size >= limits.signatures) {
      this.#stop(`${this.#image.digest} has more than ${limits.signatures} signatures`);
      return;
    }
    this.#found.set(key, known === undefined ? this.#make(kind, manifest, layer, place) : withPlace(known, place));
  }

  #make(kind: ArtifactKind, manifest: ArtifactManifest, layer: ArtifactPart, place: ArtifactPlace): FoundArtifact {
    const foundAt = formatPlace(place);
    return {
      kind,
      subject: this.#image.digest,
      foundAt,
      places: [place],
      artifactType: manifest.artifactType,
      mediaType: layer.mediaType,
      digest: layer.digest,
      size: layer.size,
      annotations: layer.annotations,
      manifestAnnotations: manifest.annotations,
      load: (runtime) => this.#loader.load(layer, foundAt, runtime),
    };
  }

  #stop(reason: string): void {
    this.#stoppedAt ??= reason;
  }
}

function describeOccupant(subject: Digest, { digest, isSubject }: NonNullable<ReferrerListing['occupant']>): string {
  const tag = fallbackTag(subject);
  if (!isSubject) return `tag ${tag} holds ${digest} and lists no referrers`;
  return `tag ${tag} holds the image itself, as "cosign copy" leaves it, and lists no referrers; "cosign copy" does not copy referrers`;
}

interface ReadArtifact {
  readonly fetched: FetchedManifest;
  readonly manifest: ArtifactManifest;
}

/**
 * Two signatures over the same payload are two artifacts (cosign, SIGNATURE_SPEC.md), and so is one that was made again with another timestamp, log entry
 * or certificate, since only one of them may be valid. An empty annotation is as none.
 */
function evidenceOf({ annotations }: ArtifactPart): readonly (readonly [string, string])[] {
  return [...annotations].filter(([name, value]) => evidencePattern.test(name) && value !== '').sort(([a], [b]) => (a < b ? -1 : 1));
}

const evidencePattern = /^dev\.(?:cosignproject|sigstore)\.cosign\//;

const kindBySuffix: Readonly<Record<SignatureTagSuffix, ArtifactKind>> = { sig: 'simple-signing', att: 'dsse-attestation', sbom: 'sbom' };

function withPlace(artifact: FoundArtifact, place: ArtifactPlace): FoundArtifact {
  const places: FoundArtifact['places'] = [...artifact.places, place];
  const foundAt = [...new Set(places.map(formatPlace))].join(' and ');
  return { ...artifact, places, foundAt };
}
