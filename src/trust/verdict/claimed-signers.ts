import { PratiqueError } from '../../model/pratique-error.ts';
import { type ImageReference } from '../../model/reference.ts';
import { type Runtime } from '../../model/runtime.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { DerError } from '../x509/der-error.ts';
import { readBundle } from '../sigstore/bundle/read-bundle.ts';
import { readIssuer } from '../sigstore/certificate/certificate-extensions.ts';
import { readCosignAnnotations } from '../sigstore/cosign/read-annotations.ts';
import { nameSigner } from '../sigstore/refuse-other-signer.ts';
import { type SignerMaterial } from '../sigstore/signed-material.ts';
import { findSignatures } from '../store/find-signatures.ts';
import { type FoundArtifact } from '../store/found-artifact.ts';
import { resolveImage } from '../store/resolve-image.ts';
import { purposeOf } from '../store/artifact-purpose.ts';
import { trustMetadataTag } from '../store/trust-metadata-tag.ts';
import { canonicalGun } from '../notary/repository-gun.ts';
import { readPublication } from '../registry-metadata/publication.ts';
import { readPublishedNames } from '../registry-metadata/read-published-names.ts';
import { matchesGun } from '../tuf/root-keys.ts';
import { openPlace, parsePlace } from './open-place.ts';
import { type VerifyOptions } from './verification-options.ts';
import { type ArtifactRepository } from './verify-subject.ts';

/** Signatures that are read for their signers' names. */
const maxRead = 20;

/**
 * Who the signatures of an image say signed it, and the options to verify them by, for users who named no trusted signer; empty where there are none or the
 * image cannot be read. Nothing is verified, so no name here is a reason to trust anything.
 */
export async function describeClaimedSigners(
  image: string,
  options: Pick<VerifyOptions, 'registry'>,
  runtime: Runtime,
): Promise<readonly string[]> {
  try {
    await using opened = await openPlace(parsePlace(image), options, runtime);
    const { digest } = await resolveImage(opened.repository, opened.tagOrDigest, runtime);
    const found = await findSignatures({ repository: opened.repository, digest }, {}, runtime);
    const signatures = found.artifacts.filter((artifact) => purposeOf(artifact) === 'signature');
    const names = new Set<string>();
    for (const artifact of signatures.slice(0, maxRead)) names.add(await nameSignerOf(artifact, runtime));
    const schemes = new Set(signatures.map(({ kind }) => kind));
    const bound = await describeTrustMetadata(image, opened.repository, runtime);
    if (names.size === 0) return bound;
    const count = `${signatures.length} signature${signatures.length === 1 ? '' : 's'}`;
    return [
      `the image has ${count}, not verified, which ${signatures.length === 1 ? 'names' : 'name'} as signer: ${[...names].join('; ')}`,
      ...(schemes.has('notation')
        ? ['to verify Notation signatures by the trust policy of notation on this machine: --scheme notation']
        : []),
      ...bound,
    ];
  } catch (error) {
    if (!(error instanceof PratiqueError) || error.code === 'ABORTED') throw error;
    return [];
  }
}

/** Metadata of another repository are those of a source, which the options have to name. */
async function describeTrustMetadata(image: string, repository: ArtifactRepository, runtime: Runtime): Promise<readonly string[]> {
  if ((await repository.findManifest(trustMetadataTag, runtime)) === undefined) return [];
  const place = parsePlace(image);
  const source = place.kind === 'layout' ? undefined : await findClaimedSource(place.reference, repository, runtime);
  const [of, option] =
    source === undefined ? ['', ''] : [` of ${JSON.stringify(source.slice(0, 120))}`, ', and --copied-from with that repository'];
  return [
    `the repository has trust metadata${of} (tag ${trustMetadataTag}): verify the tag with --trust-server registry --root-key ID${option}, and ask the publisher for the ID`,
  ];
}

async function findClaimedSource(reference: ImageReference, repository: ArtifactRepository, runtime: Runtime): Promise<string | undefined> {
  try {
    const published = await readPublication(repository, runtime);
    const names = published === undefined ? [] : await readPublishedNames(repository, published, runtime);
    return names.some((name) => matchesGun(name, canonicalGun(reference))) ? undefined : names[0];
  } catch (error) {
    if (error instanceof VerificationError) return undefined;
    throw error;
  }
}

async function nameSignerOf(artifact: FoundArtifact, runtime: Runtime): Promise<string> {
  const { kind, annotations, foundAt, mediaType } = artifact;
  try {
    if (kind === 'simple-signing') return describe(readCosignAnnotations(annotations, foundAt).signer);
    const payload = await artifact.load(runtime);
    if (kind === 'sigstore-bundle') return describe(readBundle(payload, foundAt).signer);
    const { inspectNotation } = await import('../notation/inspect-notation.ts');
    const [leaf] = inspectNotation(payload, mediaType, foundAt).certificates;
    return `${leaf?.subject ?? 'nobody'} (Notation)`;
  } catch (error) {
    if (!(error instanceof VerificationError) && !(error instanceof DerError)) throw error;
    return 'a signature that cannot be read';
  }
}

/** As the options take it: an identity with its issuer, the fingerprint of a key. */
function describe(signer: SignerMaterial): string {
  const name = nameSigner({ signer }, { isWhole: true });
  const issuer = signer.kind === 'certificate' ? readIssuer(signer.leaf) : undefined;
  return issuer === undefined ? name : `${name} (issuer ${issuer})`;
}
