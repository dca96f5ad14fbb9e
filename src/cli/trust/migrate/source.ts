import { contentTrustSettings } from '../../../config/content-trust-settings.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { MetadataCache } from '../../../trust/notary/directory/metadata-cache.ts';
import { parseGun } from '../../../trust/notary/gun.ts';
import {
  readArchivedImages,
  readSignedImages,
  type ArchivedImages,
  type SignedImages,
  type SignedImagesRequest,
} from '../../../trust/migrate/resolve/read-signed-images.ts';
import { compareWithServer, type ServerRefusals } from '../../../trust/migrate/resolve/compare-with-server.ts';
import { isAboutRegistry, resolveSignedImages } from '../../../trust/migrate/resolve/resolve-signed-images.ts';
import { type ResolvedSignedImage } from '../../../trust/migrate/resolve/signed-image.ts';
import { type Repository } from '../../../oci/registry/repository.ts';
import { openRepository, type OpenedRepository } from '../../../trust/store/open-repository.ts';
import { optionValue, type CommandContext, type CommandInput } from '../../command.ts';
import { readPassword } from '../../terminal/read-password.ts';
import { readRegistryOptions } from '../../words/registry-options.ts';
import { openTrust, readPins, trustDirectoryOf, withoutServer } from '../context.ts';
import { count } from '../text.ts';

/** Signed images and what the registry has for them; disposing closes the registries. */
export interface MigrationSource extends AsyncDisposable {
  readonly images: readonly ResolvedSignedImage[];
  readonly verifiedAt: Date;
  readonly repositoryOf: (image: ResolvedSignedImage) => Repository;
  /** Of an archive: asks its server which tags it has revoked or signed for another image since. Throws VerificationError for what it answers. */
  readonly askServers: () => Promise<ServerRefusals>;
}

/** Signed images of the given repositories, from their server or an archive. Throws VerificationError for trust data that fail verification. */
export async function openMigrationSource(input: CommandInput, context: CommandContext): Promise<MigrationSource> {
  const password = await readPassword(input, context.output);
  const { signed, askServers } = await readSigned(input, context);
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
    return { images, verifiedAt, repositoryOf, askServers, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
} // prettier-ignore

type Signed = Pick<MigrationSource, 'askServers'> & { readonly signed: readonly SignedImages[] };

async function readSigned(input: CommandInput, context: CommandContext): Promise<Signed> {
  const archive = optionValue(input, 'from');
  if ((archive === undefined) === (input.arguments.length === 0))
    throw new PratiqueError('USAGE', 'give either repositories or --from FILE');
  if (archive !== undefined) return readFromArchive(archive, input, context);
  const startedAt = context.runtime.now();
  const signed: SignedImages[] = [];
  for (const name of input.arguments) {
    await using opened = await openTrust(name, input, context);
    signed.push(await readSignedImages(await describeRequest(opened.gun, input), opened.trust.remote, startedAt, context.runtime));
  }
  return { signed, askServers: () => Promise.resolve(new Map()) };
}

async function readFromArchive(archive: string, input: CommandInput, context: CommandContext): Promise<Signed> {
  const signed = await readArchivedImages(archive, (gun) => describeRequest(gun, input), context.runtime);
  const askServers = async (): Promise<ServerRefusals> => {
    const refusals = new Map<string, ReadonlyMap<string, PratiqueError>>();
    for (const each of signed) for (const [name, tags] of await askServer(each, input, context)) refusals.set(name, tags);
    return refusals;
  };
  return { signed, askServers };
}

/** Asks the server of --server, or the one in the environment where the archive was exported from it, what was revoked since; otherwise says that this is not known. */
async function askServer(archived: ArchivedImages, input: CommandInput, context: CommandContext): Promise<ServerRefusals> {
  const { gun, server, verifiedAt } = archived;
  const { runtime, output } = context;
  const isNamed = (optionValue(input, 'server') ?? 'registry') !== 'registry';
  const skip = (why: string): ServerRefusals => {
    const days = Math.floor((runtime.now().getTime() - verifiedAt.getTime()) / 86_400_000);
    const age = days < 1 ? 'less than a day ago' : `${count(days, 'day')} ago`;
    output.note(
      `pratique: ${gun}: exported ${verifiedAt.toISOString()}, ${age}; tags that were revoked on ${server} since are not known, ${why}`,
    );
    return new Map();
  };
  if (!isNamed && !contentTrustSettings().server) return skip(`add --server ${server} to compare`);
  const asked = isNamed ? input : withoutServer(input);
  await using opened = await openTrust(gun, asked, context);
  const { remote } = opened.trust;
  if (!isNamed && remote.name !== server) return skip(`add --server ${server} to compare`);
  try {
    return compareWithServer(
      archived,
      await readSignedImages(await describeRequest(gun, asked), remote, runtime.now(), runtime),
      remote.name,
    );
  } catch (error) {
    if (!isNamed && error instanceof PratiqueError && isAboutRegistry(error)) return skip(`it cannot be asked: ${error.message}`);
    if (!(error instanceof VerificationError) || error.code !== 'METADATA_MISSING') throw error;
    const { code, object, message } = error;
    throw new VerificationError(code, object, message, {
      hint: `the trust data of ${gun} were removed from ${remote.name} after the export, by someone or because it is being shut down; to use the archive alone, leave out --server and unset DOCKER_CONTENT_TRUST_SERVER`,
    });
  }
}

/** With the root that this machine trusts, if any. */
export async function describeRequest(name: string, input: CommandInput): Promise<SignedImagesRequest> {
  const gun = parseGun(name);
  const kept = (await new MetadataCache({ path: trustDirectoryOf(input) }, gun).read()).get('root');
  return { gun, pins: readPins(gun, input), ...(kept === undefined ? {} : { keptRoot: kept }) };
}
