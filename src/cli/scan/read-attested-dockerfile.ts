import { messageOf } from '../../lib/text/message-of.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type OpenOptions } from '../../model/image.ts';
import { type ScanReport } from '../../model/report.ts';
import { type Runtime } from '../../model/runtime.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { type AttestedDockerfile, readAttestedDockerfile } from '../../remedy/dockerfile/attested-dockerfile.ts';
import { findBuildKitAttestations } from '../../trust/store/find-buildkit-attestations.ts';
import { chooseTag, openRepository } from '../../trust/store/open-repository.ts';
import { resolveImage } from '../../trust/store/resolve-image.ts';

/**
 * The Dockerfile in the provenance that BuildKit put beside an image in its index, in a registry or in a layout. `undefined` where there is none, where
 * the scan is offline, and where it cannot be read, which is logged: lines are missing then, and no finding.
 */
export async function readAttestedDockerfileOf(
  target: string,
  { target: { manifestDigest, scheme, attestationCount = 0 } }: ScanReport,
  { registry = {}, isOffline = false }: OpenOptions,
  runtime: Runtime,
): Promise<AttestedDockerfile | undefined> {
  const isRemote = scheme === 'registry';
  if (manifestDigest === undefined || attestationCount === 0 || (isRemote ? isOffline : scheme !== 'oci-dir')) return undefined;
  try {
    const place = isRemote ? target : `oci-dir:${target.replace(/^oci-dir:(\/\/)?/, '')}`;
    await using opened = await openRepository(place.replace(/^registry:\/\//, 'registry:'), { registry });
    const named = await resolveImage(opened.repository, await chooseTag(opened), runtime);
    const { candidates } = await findBuildKitAttestations(opened.repository, named, manifestDigest, /slsa\.dev\/provenance/, runtime);
    for (const { load } of candidates) {
      const found = readAttestedDockerfile(await load(runtime));
      if (found !== undefined) return found;
    }
  } catch (error) {
    if (!(error instanceof VerificationError) && !(error instanceof PratiqueError && error.code !== 'ABORTED')) throw error;
    runtime.log.debug('cannot read the provenance', { target, reason: messageOf(error) });
  }
  return undefined;
}
