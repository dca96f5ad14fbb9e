import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { chooseTag, openRepository, type OpenedRepository } from '../../trust/store/open-repository.ts';
import { resolveImage, type SubjectDescriptor } from '../../trust/store/resolve-image.ts';
import { assertNotReserved } from '../../trust/store/trust-metadata-tag.ts';
import { type StoredSignature } from '../../trust/sigstore/sign/sign-and-store.ts';
import { formatPlace } from '../../trust/store/found-artifact.ts';
import { hasOption, type CommandContext, type CommandInput } from '../command.ts';
import { fitLines } from '../terminal/fit-lines.ts';
import { readPassword } from '../terminal/read-password.ts';
import { readRegistryOptions } from '../words/registry-options.ts';

export interface SignTargets extends AsyncDisposable {
  readonly opened: OpenedRepository;
  /** The image or index, and with `--all-platforms` each of its platforms. Digests are signed, never tags. */
  readonly subjects: readonly SubjectDescriptor[];
  /** `ghcr.io/org/app`, or the path of a layout. */
  readonly name: string;
  /** The name as cosign writes it; absent for a layout, which has no name. */
  readonly dockerReference?: string;
}

/** Looks up what to sign before anything is signed. Throws what `openRepository` and `resolveImage` throw. */
export async function openSignTargets(image: string, input: CommandInput, { output, runtime }: CommandContext): Promise<SignTargets> {
  const registry = readRegistryOptions(input, await readPassword(input, output));
  const opened = await openRepository(image, { registry });
  try {
    const subjects = await findSubjects(opened, hasOption(input, 'all-platforms'), runtime);
    const { name } = opened.repository;
    // cosign names images by go-containerregistry, which uses the older name of Docker Hub.
    const dockerReference = opened.registry === undefined ? undefined : name.replace(/^docker\.io\//, 'index.docker.io/');
    return {
      opened,
      subjects,
      name,
      ...(dockerReference === undefined ? {} : { dockerReference }),
      [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
    };
  } catch (error) {
    await opened[Symbol.asyncDispose]();
    throw error;
  }
}

async function findSubjects(opened: OpenedRepository, isEachPlatform: boolean, runtime: Runtime): Promise<readonly SubjectDescriptor[]> {
  const tagOrDigest = await chooseTag(opened);
  assertNotReserved(tagOrDigest, opened.repository.name);
  const image = await resolveImage(opened.repository, tagOrDigest, runtime);
  const { mediaType, digest, size, platforms } = image;
  return [
    { mediaType, digest, size },
    ...(isEachPlatform ? platforms.map((each) => ({ mediaType: each.mediaType, digest: each.digest, size: each.size })) : []),
  ];
}

/** Writes one line for each signature: what was signed, and where the signature is stored. */
export async function writeStored(
  stored: readonly Pick<StoredSignature, 'subject' | 'place' | 'kind'>[],
  name: string,
  input: CommandInput,
  { output }: CommandContext,
): Promise<void> {
  if (hasOption(input, 'json')) {
    const list = stored.map(({ subject, kind, place }) => ({ image: `${name}@${subject}`, kind, place }));
    await output.write([`${JSON.stringify(list, undefined, 2)}\n`]);
    return;
  }
  const lines = stored.map(({ subject, kind, place }) => `${name}@${subject}  ${kind}  ${formatPlace(place)}\n`);
  await output.write(fitLines(lines, output.terminalWidth));
}

/** Throws USAGE for a layout: cosign's classic form has to name a repository. */
export function requireReference({ dockerReference, name }: SignTargets): string {
  if (dockerReference !== undefined) return dockerReference;
  throw new PratiqueError('USAGE', `${name} is a layout, and cosign’s classic form names a repository of a registry`, {
    hint: 'sign with --format bundle',
  });
}
