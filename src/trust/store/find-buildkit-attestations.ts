import { type Digest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { verifySize } from '../../oci/document/verify-digest.ts';
import { type RepositoryReader } from '../../oci/registry/repository.ts';
import { decodeArtifact } from './artifact-manifest.ts';
import { type UnreadableArtifact } from './found-artifact.ts';
import { type ResolvedImage } from './resolve-image.ts';

/** A statement that BuildKit put into an index. It is not signed, and nothing is verified but digests. */
export interface BuildKitStatement {
  readonly foundAt: string;
  readonly load: (runtime: Runtime) => Promise<Uint8Array>;
}

/** BuildKit, docs/attestations/attestation-storage.md: manifests of the index whose layers are statements about an image, by their predicate type. */
export async function findBuildKitAttestations(
  repository: RepositoryReader,
  { attestations }: Pick<ResolvedImage, 'attestations'>,
  subject: Digest,
  predicateType: RegExp,
  runtime: Runtime,
): Promise<{ readonly candidates: readonly BuildKitStatement[]; readonly unreadable: readonly UnreadableArtifact[] }> {
  const candidates: BuildKitStatement[] = [];
  const unreadable: UnreadableArtifact[] = [];
  for (const { digest, size } of attestations.filter(({ about }) => about === subject)) {
    const foundAt = `index, manifest ${digest}`;
    try {
      const { bytes } = await repository.readManifest(digest, runtime);
      verifySize(bytes, size, `attestation manifest ${digest}`);
      const { layers } = decodeArtifact(bytes, `attestation manifest ${digest}`, limits.signatures);
      for (const layer of layers)
        if (predicateType.test(layer.annotations.get('in-toto.io/predicate-type') ?? ''))
          candidates.push({ foundAt, load: (later) => repository.readBlob(layer, limits.signatureBytes, later) });
    } catch (error) {
      if (!(error instanceof PratiqueError)) throw error;
      unreadable.push({ foundAt, manifest: digest, message: error.message });
    }
  }
  return { candidates, unreadable };
}
