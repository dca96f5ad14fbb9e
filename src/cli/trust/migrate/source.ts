import { PratiqueError } from '../../../model/pratique-error.ts';
import { MetadataCache } from '../../../trust/notary/directory/metadata-cache.ts';
import { parseGun } from '../../../trust/notary/gun.ts';
import {
  readArchivedImages,
  readSignedImages,
  type SignedImages,
  type SignedImagesRequest,
} from '../../../trust/migrate/resolve/read-signed-images.ts';
import { resolveSignedImages } from '../../../trust/migrate/resolve/resolve-signed-images.ts';
import { type ResolvedSignedImage } from '../../../trust/migrate/resolve/signed-image.ts';
import { type Repository } from '../../../oci/registry/repository.ts';
import { openRepository, type OpenedRepository } from '../../../trust/store/open-repository.ts';
import { optionValue, type CommandContext, type CommandInput } from '../../command.ts';
import { readPassword } from '../../terminal/read-password.ts';
import { readRegistryOptions } from '../../words/registry-options.ts';
import { openTrust, readPins, trustDirectoryOf } from '../context.ts';

/** Signed images and what the registry has for them; disposing closes the registries. */
export interface MigrationSource extends AsyncDisposable {
  readonly images: readonly ResolvedSignedImage[];
  readonly verifiedAt: Date;
  readonly repositoryOf: (image: ResolvedSignedImage) => Repository;
}

/** Signed images of the given repositories, from their server or an archive. Throws VerificationError for trust data that fail verification. */
export async function openMigrationSource(input: CommandInput, context: CommandContext): Promise<MigrationSource> {
  const password = await readPassword(input, context.output);
  const signed = await readSigned(input, context);
  for (const { notices } of signed) for (const notice of notices) context.output.note(`pratique: ${notice}`);
  const opened = new Map<string, OpenedRepository>();
  const close = async (): Promise<void> => {
    for (const place of opened.values()) await place[Symbol.asyncDispose]();
  };
  try {
    const images: ResolvedSignedImage[] = [];
    for (const each of signed) {
      const name = each.images[0]?.repository;
      if (name === undefined) continue;
      const place = opened.get(name) ?? (await openRepository(name, { registry: readRegistryOptions(input, password) }));
      opened.set(name, place);
      images.push(...(await resolveSignedImages(each.images, place.repository, context.runtime)));
    }
    const repositoryOf = ({ repository }: ResolvedSignedImage): Repository => {
      const place = opened.get(repository);
      if (place === undefined) throw new Error(`${repository} was not opened`);
      return place.repository;
    };
    const verifiedAt = signed.map((each) => each.verifiedAt).sort((a, b) => a.getTime() - b.getTime())[0] ?? context.runtime.now();
    return { images, verifiedAt, repositoryOf, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
} // prettier-ignore

async function readSigned(input: CommandInput, context: CommandContext): Promise<readonly SignedImages[]> {
  const archive = optionValue(input, 'from');
  if ((archive === undefined) === (input.arguments.length === 0))
    throw new PratiqueError('USAGE', 'give either repositories or --from FILE');
  if (archive !== undefined) return readArchivedImages(archive, (gun) => describeRequest(gun, input), context.runtime);
  const startedAt = context.runtime.now();
  const signed: SignedImages[] = [];
  for (const name of input.arguments) {
    await using opened = await openTrust(name, input, context);
    signed.push(await readSignedImages(await describeRequest(opened.gun, input), opened.trust.remote, startedAt, context.runtime));
  }
  return signed;
}

/** With the root that this machine trusts, if any. */
export async function describeRequest(name: string, input: CommandInput): Promise<SignedImagesRequest> {
  const gun = parseGun(name);
  const kept = (await new MetadataCache({ path: trustDirectoryOf(input) }, gun).read()).get('root');
  return { gun, pins: readPins(gun, input), ...(kept === undefined ? {} : { keptRoot: kept }) };
}
