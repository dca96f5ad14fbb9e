import { type Digest } from '../../model/digest.ts';
import { makeIssue } from '../../model/issue.ts';
import { type Platform } from '../../model/platform.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type RegistryOptions } from '../../model/image.ts';
import { type TakenInventory } from '../../scan/take-inventory.ts';
import { takeSbom } from '../../scan/take-sbom.ts';
import { findSboms, type SbomCandidate } from '../../trust/store/find-sboms.ts';
import { chooseTag, openRepository } from '../../trust/store/open-repository.ts';
import { type CommandContext } from '../command.ts';

export interface AttachedSbomOptions {
  readonly registry: RegistryOptions;
  readonly platform: Platform | 'all';
}

/**
 * The inventory of the first SBOM that is attached to an image and can be read: an attestation, a document, or what BuildKit put into the index. It was
 * not verified, which the report says. `undefined` where there is none; the layers are scanned then.
 */
export async function takeAttachedSbom(
  target: string,
  { registry, platform }: AttachedSbomOptions,
  { runtime, output }: CommandContext,
): Promise<TakenInventory | undefined> {
  if (platform === 'all')
    throw new PratiqueError('USAGE', '--sbom-sources and --platform all cannot be combined', { hint: 'choose one platform' });
  if (!canHaveAttachments(target)) {
    output.note(`pratique: ${target}: only images of registries and OCI layouts have attached SBOMs; its layers are scanned`);
    return undefined;
  }
  await using opened = await openRepository(target.replace(/^(registry|oci-dir):\/\//, '$1:'), { registry });
  const found = await findSboms(opened.repository, await chooseTag(opened), platform, runtime);
  for (const { foundAt, message } of found.unreadable) output.warn(`pratique: cannot read ${foundAt}: ${message}`);
  if (found.stoppedAt !== undefined) output.warn(`pratique: there may be more SBOMs: ${found.stoppedAt}`);
  for (const candidate of found.candidates) {
    const taken = await tryTake(candidate, target, found.subject, runtime);
    if (taken !== undefined) return markAttached(taken, candidate, found.subject);
  }
  output.note(`pratique: ${target} has no SBOM attached; its layers are scanned`);
  return undefined;
}

/** A reference without a scheme may be an image of a local engine, which has none. */
function canHaveAttachments(target: string): boolean {
  const scheme = /^([a-z][a-z-]*):(?!\d+\/)/.exec(target)?.[1];
  return scheme === undefined || scheme === 'registry' || scheme === 'oci-dir' || !localSchemes.has(scheme);
}

const localSchemes: ReadonlySet<string> = new Set([
  'docker',
  'podman',
  'containerd',
  'docker-archive',
  'oci-archive',
  'rootfs',
  'dir',
  'sbom',
  'archive',
  'fs',
]);

/** `undefined` for an attestation of another type, and for one about another image. */
async function tryTake(
  candidate: SbomCandidate,
  target: string,
  subject: Digest,
  runtime: CommandContext['runtime'],
): Promise<TakenInventory | undefined> {
  const bytes = await candidate.load(runtime);
  try {
    const taken = takeSbom(bytes, target);
    const { attestedDigest } = taken;
    return attestedDigest === undefined || attestedDigest === subject ? taken : undefined;
  } catch (error) {
    if (error instanceof PratiqueError && error.code === 'SBOM_UNREADABLE') return undefined;
    throw error;
  }
}

function markAttached(taken: TakenInventory, { foundAt }: SbomCandidate, subject: Digest): TakenInventory {
  const message = `packages come from an SBOM attached to the image (${foundAt}); it was not verified, and no layer was read`;
  return {
    ...taken,
    target: { ...taken.target, manifestDigest: subject },
    issues: [makeIssue('SBOM_NOT_VERIFIED', 'sbom', message), ...taken.issues],
  };
}
