import { messageOf } from '../../lib/text/message-of.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { parseReference } from '../../model/reference.ts';
import { type ScanReport } from '../../model/report.ts';
import { type Runtime } from '../../model/runtime.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { type BaseClaim } from '../../remedy/base/base-image.ts';
import { readProvenance } from '../../remedy/base/read-provenance.ts';
import { findBuildKitAttestations } from '../../trust/store/find-buildkit-attestations.ts';
import { findSignatures } from '../../trust/store/find-signatures.ts';
import { resolveImage } from '../../trust/store/resolve-image.ts';
import { type RegistryAccess } from './registry-access.ts';

/** The images that the build attestations of an image name: BuildKit's in the index, and those beside it. Unverified. What cannot be read is a note. */
export async function readProvenanceOf(
  reference: string,
  { target: { manifestDigest, scheme } }: ScanReport,
  access: RegistryAccess,
  notes: string[],
  runtime: Runtime,
): Promise<readonly BaseClaim[]> {
  if (manifestDigest === undefined || scheme !== 'registry') return [];
  try {
    const repository = await access.repository(reference);
    const named = await resolveImage(repository, parseReference(reference).tag ?? manifestDigest, runtime);
    const inIndex = await findBuildKitAttestations(repository, named, manifestDigest, /slsa\.dev\/provenance/, runtime);
    const beside = await findSignatures({ repository, digest: manifestDigest }, { kinds: attestationKinds }, runtime);
    const claims: BaseClaim[] = [];
    for (const { load } of [...inIndex.candidates, ...beside.artifacts]) claims.push(...readProvenance(await load(runtime)));
    return claims;
  } catch (error) {
    if (!isReadingFault(error)) throw error;
    notes.push(`cannot read the build attestations of ${reference}: ${messageOf(error)}`);
    return [];
  }
}

const attestationKinds = new Set(['dsse-attestation', 'sigstore-bundle'] as const);
const signatureKinds = new Set(['simple-signing', 'sigstore-bundle', 'notation'] as const);
const names: Readonly<Record<string, string>> = { 'simple-signing': 'cosign', 'sigstore-bundle': 'sigstore', notation: 'Notation' };

/** What kinds of signatures an image has; none is verified. Nothing where the registry does not say. */
export async function findSignatureKinds(
  reference: string,
  digest: string | undefined,
  access: RegistryAccess,
  runtime: Runtime,
): Promise<readonly string[]> {
  try {
    const repository = await access.repository(reference);
    const image = await resolveImage(repository, digest ?? parseReference(reference).tag ?? 'latest', runtime);
    const { artifacts } = await findSignatures({ repository, digest: image.digest }, { kinds: signatureKinds }, runtime);
    return [...new Set(artifacts.map(({ kind }) => names[kind] ?? kind))];
  } catch (error) {
    if (!isReadingFault(error)) throw error;
    return [];
  }
}

function isReadingFault(error: unknown): boolean {
  return (error instanceof PratiqueError && error.code !== 'ABORTED') || error instanceof VerificationError;
}
