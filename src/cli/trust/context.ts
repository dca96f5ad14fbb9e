import { homedir } from 'node:os';
import { join } from 'node:path';
import { contentTrustSettings } from '../../config/content-trust-settings.ts';
import { dockerConfigDirectory } from '../../config/docker-config-directory.ts';
import { isContinuousIntegration } from '../../config/terminal.ts';
import { readAtMost } from '../../lib/file/read-at-most.ts';
import { escapePattern } from '../../lib/text/escape-pattern.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { formatReference, parseReference, type ImageReference } from '../../model/reference.ts';
import { type RegistryOptions } from '../../model/image.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { readCertificates } from '../../trust/crypto/certificates.ts';
import { explainRetirement } from '../../trust/migrate/check/explain-retirement.ts';
import { privateFolder } from '../../trust/notary/directory/trust-directory.ts';
import { type Gun } from '../../trust/notary/gun.ts';
import { findGun, gunsToAsk } from '../../trust/notary/repository-gun.ts';
import { KeyStore } from '../../trust/notary/key/key-store.ts';
import { type Passphrases } from '../../trust/notary/key/passphrases.ts';
import { type NotaryContext } from '../../trust/notary/notary-context.ts';
import { notaryServerOf } from '../../trust/notary/notary-server.ts';
import { openNotaryContext } from '../../trust/notary/open-notary-context.ts';
import { explainedRemote, type RemoteExplanation } from '../../trust/notary/remote/explained-remote.ts';
import { openHttpRemote } from '../../trust/notary/remote/http-remote.ts';
import { type MetadataRemote } from '../../trust/notary/remote/metadata-remote.ts';
import { type Repository } from '../../oci/registry/repository.ts';
import { openRepositoryRemote } from '../../trust/registry-metadata/open-repository-remote.ts';
import { ownMetadataRemote } from '../../trust/registry-metadata/own-metadata-remote.ts';
import { openRepository } from '../../trust/store/open-repository.ts';
import { findRootPin, makeRootPins, type RootPins } from '../../trust/tuf/root-pins.ts';
import { askYesOrNo, canAsk } from '../terminal/ask-terminal.ts';
import { hasOption, optionValue, optionValues, type CommandContext, type CommandInput } from '../command.ts';
import { readPassword } from '../terminal/read-password.ts';
import { readRegistryOptions } from '../words/registry-options.ts';
import { readPassphrases } from './key/read-passphrases.ts';
import { openServed } from './open-served.ts';

/** What commands about one repository need. The caller disposes of it. */
export interface OpenedTrust extends AsyncDisposable {
  readonly trust: NotaryContext;
  readonly gun: Gun;
  /** The argument, parsed as Docker parses it; with a tag only if one was given. */
  readonly reference: ImageReference;
  readonly registry: RegistryOptions;
  /** Whether the trust metadata is in the image’s own repository, not on a Notary server. */
  readonly isInRegistry: boolean;
  /** That repository. */
  readonly repository?: Repository;
}

/** Opens the repository that `text` names: `alpine`, `ghcr.io/org/app:1`. Connects only to find out under which spelling of its name a server has it. Throws REFERENCE_INVALID, CONFIG_INVALID and USAGE. */
export async function openTrust(text: string, input: CommandInput, context: CommandContext, passphrases?: Passphrases): Promise<OpenedTrust> {
  const { guns, reference, isKnown } = await readGuns(text, input);
  const registry = readRegistryOptions(input, await readPassword(input, context.output));
  const { gun, opened: { remote, repository, trustDirectory, close } } = await openServed(guns, (each) => openRemote(each, reference, registry, input, context.runtime.now()), context.runtime);
  const isInRegistry = repository !== undefined;
  const policyRootKeys = async (): Promise<readonly string[]> => (await import('./known-root-keys.ts')).readKnownRootKeys(reference, isInRegistry);
  const knownRootKeys = async (): Promise<readonly string[]> => (await import('./known-root-keys.ts')).readRootKeysToKeep(reference, isInRegistry);
  const options = { gun, remote, trustDirectory, passphrases: passphrases ?? readPassphrases(input, context.runtime.log), pins: isKnown ? readPins(gun, input) : await pinsOfStranger(gun, input, policyRootKeys), knownRootKeys, isOfflineAllowed: true, isExpiryAccepted: hasOption(input, 'accept-expired') };
  const trust = openNotaryContext(options, context.runtime);
  return { trust, gun, reference, registry, isInRegistry, ...(repository === undefined ? {} : { repository }), [Symbol.asyncDispose]: close };
} // prettier-ignore

interface OpenedRemote {
  readonly remote: MetadataRemote;
  readonly repository?: Repository;
  readonly trustDirectory: string;
  readonly close: () => Promise<void>;
}

/** A Notary server, or with `--server registry` the image's own repository, whose keys and trusted metadata have their own directory. */
async function openRemote(gun: Gun, reference: ImageReference, registry: RegistryOptions, input: CommandInput, now: Date): Promise<OpenedRemote> {
  const named = optionValue(input, 'server');
  if (named === 'registry') {
    const place = await openRepository(formatReference({ registry: reference.registry, repository: reference.repository, tag: 'latest' }), { registry });
    const remote = ownMetadataRemote(openRepositoryRemote(place.repository), gun);
    return { remote, repository: place.repository, trustDirectory: trustDirectoryOf(input), close: async () => place[Symbol.asyncDispose]() };
  }
  const settings = contentTrustSettings();
  const server = named ?? notaryServerOf(gun, settings.server);
  const remote = await openHttpRemote(gun, {
    ...registry,
    ...(registry.credentials === undefined && settings.credentials !== undefined ? { credentials: settings.credentials } : {}),
    server,
    tlsDirectory: optionValue(input, 'tls-dir') ?? join(dockerConfigDirectory(), 'tls'),
  });
  const explanation = explainServer(remote.name, named ?? (settings.server || undefined), now);
  return { remote: explainedRemote(remote, explanation), trustDirectory: trustDirectoryOf(input), close: async () => remote[Symbol.asyncDispose]() };
} // prettier-ignore

/** What a failure says of a server that is shut down, or that nobody named. */
function explainServer(server: string, named: string | undefined, now: Date): RemoteExplanation | undefined {
  const retirement = explainRetirement(server, now);
  if (retirement !== undefined) return { hint: retirement };
  if (named !== undefined) return undefined;
  return {
    note: `no Notary server was named, so ${server} was tried, as Docker does`,
    hint: 'if this registry has no Notary server, add --server registry: the trust metadata is then in the registry itself; otherwise name the server with --server URL or DOCKER_CONTENT_TRUST_SERVER, and its CA with --ca-file FILE',
  };
}

/** The name of the repository on this machine, and the argument. `latest` is not added. */
export async function readGun(text: string, input: CommandInput): Promise<{ readonly gun: Gun; readonly reference: ImageReference }> {
  const { guns, reference } = await readGuns(text, input);
  return { gun: guns[0], reference };
}

/** The same, with the other names that a server may have it under where this machine does not know it. */
async function readGuns(
  text: string,
  input: CommandInput,
): Promise<{ readonly guns: readonly [Gun, ...Gun[]]; readonly reference: ImageReference; readonly isKnown: boolean }> {
  const { tag, ...rest } = parseReference(text);
  const hasTag = tag !== undefined && new RegExp(`:${escapePattern(tag)}(?:@|$)`).test(text);
  const { gun, isKnown } = await findGun(rest, { path: trustDirectoryOf(input) });
  const isPinned = optionValues(input, 'root-key').length > 0 || optionValue(input, 'root-ca') !== undefined;
  return { guns: isKnown ? [gun] : gunsToAsk(rest, { isPinned }), reference: hasTag ? { ...rest, tag } : rest, isKnown };
}

/** Private keys: with `--server registry` those of trust metadata in registries, which have their own directory. */
export function openKeys(
  input: CommandInput,
  { runtime }: Pick<CommandContext, 'runtime'>,
  passphrases: Passphrases = readPassphrases(input, runtime.log),
): KeyStore {
  return new KeyStore(privateFolder({ path: trustDirectoryOf(input) }), passphrases, { log: runtime.log });
}

/** The same command about trust metadata in the registry. */
export function inRegistry(input: CommandInput): CommandInput {
  return { ...input, options: new Map([...input.options, ['server', ['registry']] as const]) };
}

/** The same command about the default Notary server. */
export function withoutServer(input: CommandInput): CommandInput {
  return { ...input, options: new Map([...input.options].filter(([name]) => name !== 'server')) };
}

/** Keys and trusted metadata; with `--server registry` the directory inside for trust metadata in registries. */
export function trustDirectoryOf(input: CommandInput): string {
  const named = optionValue(input, 'trust-dir') ?? join(dockerConfigDirectory(), 'trust');
  const path = named.startsWith('~/') ? join(homedir(), named.slice(2)) : named;
  return optionValue(input, 'server') === 'registry' ? join(path, 'registry') : path;
}

/** Trust on first use is off in CI: a machine without memory would trust any root, in every run. */
export function readPins(gun: string, input: CommandInput): RootPins {
  const keyIds = optionValues(input, 'root-key');
  const authority = optionValue(input, 'root-ca');
  if (keyIds.length > 0 && authority !== undefined)
    throw new PratiqueError('USAGE', '--root-key and --root-ca were both given, and only --root-key would count', {
      hint: 'give one of the two',
    });
  return makeRootPins({
    certificates: new Map(keyIds.length === 0 ? [] : [[gun, keyIds]]),
    authorities: new Map(authority === undefined ? [] : [[gun, readAuthorities(authority)]]),
    allowFirstUse: allowsFirstUse(input),
  });
}

/**
 * Of a repository that this machine has not met. Without an option the roots that the trust policy pins count: a root that is met here first would
 * be signed for and shown as trusted, although the policy names another.
 */
async function pinsOfStranger(gun: string, input: CommandInput, policyRootKeys: () => Promise<readonly string[]>): Promise<RootPins> {
  const pins = readPins(gun, input);
  if (findRootPin(pins, gun) !== undefined) return pins;
  const keyIds = await policyRootKeys();
  return keyIds.length === 0 ? pins : makeRootPins({ ...pins, certificates: new Map([[gun, keyIds]]) });
}

export function allowsFirstUse(input: CommandInput): boolean {
  return (optionValue(input, 'first-use') ?? (isContinuousIntegration() ? 'no' : 'yes')) === 'yes';
}

function readAuthorities(path: string): ReturnType<typeof readCertificates> {
  try {
    const bytes = readAtMost(path, limits.configFileBytes);
    if (bytes !== undefined) return readCertificates(bytes.toString('latin1'), path);
  } catch (cause) {
    const reason = cause instanceof VerificationError ? cause.message : 'cannot be read';
    throw new PratiqueError('CONFIG_INVALID', `--root-ca ${path}: ${reason}`, { cause });
  }
  throw new PratiqueError('CONFIG_INVALID', `--root-ca ${path} is longer than ${limits.configFileBytes} bytes`);
}

/** Asks before an action that cannot be undone. Throws USAGE without a terminal, and ABORTED on no. */
export async function confirm(question: string, input: CommandInput): Promise<void> {
  if (hasOption(input, 'yes')) return;
  if (!canAsk()) throw new PratiqueError('USAGE', `not confirmed: ${question}`, { hint: 'confirm with --yes' });
  if (!(await askYesOrNo(question))) throw new PratiqueError('ABORTED', 'nothing was changed');
}
