import { type Digest } from '../../model/digest.ts';
import { type Descriptor } from './descriptor.ts';
import { documentType, isImageConfigType } from './media-types.ts';

/** The entries of an index by what they are for. */
export interface IndexEntries {
  /** Manifests and indexes of images, in their order, each digest once: the first of duplicates counts. */
  readonly images: readonly Descriptor[];
  readonly attestations: readonly Descriptor[];
  /** Artifacts and what we do not know. */
  readonly others: readonly Descriptor[];
}

export function sortIndexEntries(manifests: readonly Descriptor[]): IndexEntries {
  const images = new Map<string, Descriptor>();
  const attestations: Descriptor[] = [];
  const others: Descriptor[] = [];
  for (const entry of manifests) {
    if (isAttestation(entry)) attestations.push(entry);
    else if (!isImageEntry(entry)) others.push(entry);
    else if (!images.has(entry.digest)) images.set(entry.digest, entry);
  }
  return { images: [...images.values()], attestations, others };
}

/** How many of the attestations are about this manifest; those that do not say are counted too. */
export function countAttestations(attestations: readonly Descriptor[], manifestDigest: Digest): number {
  return attestations.filter((entry) => (entry.annotations.get('vnd.docker.reference.digest') ?? manifestDigest) === manifestDigest).length;
}

/** BuildKit, docs/attestations/attestation-storage.md: `unknown/unknown` keeps runtimes from choosing it, the annotation says what it is. */
function isAttestation(entry: Descriptor): boolean {
  if (entry.annotations.get('vnd.docker.reference.type') === 'attestation-manifest') return true;
  return entry.platform?.os === 'unknown' && entry.platform.architecture === 'unknown';
}

function isImageEntry(entry: Descriptor): boolean {
  const type = documentType(entry.mediaType);
  // The type of an artifact without its own is that of its configuration, so that an image may carry an image's.
  const isArtifact = entry.artifactType !== undefined && !isImageConfigType(entry.artifactType);
  return (type === 'manifest' || type === 'index') && !isArtifact && !isCosignAttachment(entry);
}

/** `cosign save` stores signatures and attestations as images and says in an annotation what they are; cosign, pkg/oci/layout/index.go. */
function isCosignAttachment({ annotations }: Descriptor): boolean {
  const kind = annotations.get('kind') ?? '';
  return kind.startsWith('dev.cosignproject.cosign/') && !cosignImageKinds.has(kind);
}

const cosignImageKinds: ReadonlySet<string> = new Set(['dev.cosignproject.cosign/image', 'dev.cosignproject.cosign/imageIndex']);
