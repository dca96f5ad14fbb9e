import { existsSync } from 'node:fs';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { parseReference } from '../../../model/reference.ts';
import { type RepositoryPlace, type Resigner } from '../../../trust/migrate/apply/resigner.ts';
import { type NotaryContext } from '../../../trust/notary/notary-context.ts';
import { findGun } from '../../../trust/notary/repository-gun.ts';
import { openNotaryContext } from '../../../trust/notary/open-notary-context.ts';
import { openRepositoryRemote } from '../../../trust/registry-metadata/open-repository-remote.ts';
import { makeRootPins } from '../../../trust/tuf/root-pins.ts';
import { askSecret, canAsk } from '../../terminal/ask-terminal.ts';
import { hasOption, optionValue, type CommandContext, type CommandInput } from '../../command.ts';
import { readBoundedFile } from '../../terminal/read-bounded-file.ts';
import { readPassphraseFile } from '../../terminal/read-passphrase-file.ts';
import { readPrivateKeyReference } from '../../sign/read-key-reference.ts';
import { inRegistry, trustDirectoryOf } from '../context.ts';
import { readPassphrases } from '../key/read-passphrases.ts';

/** One for each scheme that the options name. Throws USAGE when they name none, and what reading keys throws. */
export async function readResigners(
  input: CommandInput,
  context: CommandContext,
  openRegistryContext: OpenRegistryContext,
): Promise<readonly Resigner[]> {
  const resigners: Resigner[] = [];
  if (optionValue(input, 'key') !== undefined) resigners.push(await readSigstore(input, context));
  if (optionValue(input, 'notation-key') !== undefined || optionValue(input, 'notation-chain') !== undefined)
    resigners.push(await readNotation(input, context));
  if (hasOption(input, 'registry')) resigners.push(await readRegistry(openRegistryContext));
  if (resigners.length > 0) return resigners;
  throw new PratiqueError('USAGE', 'no way to sign is given', { hint: 'give --key FILE, --notation-key FILE with --notation-chain FILE, or --registry' });
} // prettier-ignore

async function readSigstore(input: CommandInput, context: CommandContext): Promise<Resigner> {
  const [{ readSigning }, { sigstoreResigner }] = await Promise.all([import('../../sign/signing-context.ts'), import('../../../trust/migrate/apply/sigstore-resigner.ts')]);
  const signing = await readSigning(input, context.cacheDirectory, context.runtime);
  const { publicKey } = await signing.context.signer.verificationMaterial(context.runtime);
  const form = optionValue(input, 'form') ?? 'bundle';
  return sigstoreResigner({ context: signing.context, publicKey, check: signing.check, form: form === 'bundle' ? 'bundle' : form === 'tag' ? 'classic tag' : 'classic referrer' });
} // prettier-ignore

async function readNotation(input: CommandInput, context: CommandContext): Promise<Resigner> {
  const [keyFile, chainFile] = [optionValue(input, 'notation-key'), optionValue(input, 'notation-chain')];
  if (keyFile === undefined || chainFile === undefined)
    throw new PratiqueError('USAGE', 'Notation needs a key and its certificate chain', { hint: 'give both --notation-key FILE and --notation-chain FILE' });
  const [{ NotationSigner }, { notationResigner }] = await Promise.all([import('../../../trust/notation/sign/notation-signer.ts'), import('../../../trust/migrate/apply/notation-resigner.ts')]);
  const key = readPrivateKeyReference(keyFile, '--notation-key', context.runtime.log);
  const certificates = readBoundedFile(chainFile, limits.configFileBytes, '--notation-chain');
  const isEncrypted = key.includes('ENCRYPTED');
  const passphrase = isEncrypted ? await readNotationPassphrase(input, keyFile, context.runtime) : undefined;
  const signer = new NotationSigner({ key, certificates, ...(passphrase === undefined ? {} : { passphrase }) }, context.runtime.now());
  const format = optionValue(input, 'notation-format') === 'cose' ? 'cose' : 'jws';
  context.output.note(`pratique: the policy trusts roots in Notation's trust store ca:${trustStore}; add yours: notation cert add --type ca --store ${trustStore} ROOT.crt`);
  return notationResigner(signer, format, `ca:${trustStore}`);
} // prettier-ignore

/** Name of the trust store that the policy refers to. */
const trustStore = 'migrated';

async function readNotationPassphrase(input: CommandInput, key: string, { log }: Runtime): Promise<string | undefined> {
  const file = optionValue(input, 'notation-passphrase-file');
  if (file !== undefined) return readPassphraseFile(file, '--notation-passphrase-file', log);
  return canAsk() ? askSecret(`Passphrase of ${key}: `) : undefined;
}

async function readRegistry(openRegistryContext: OpenRegistryContext): Promise<Resigner> {
  const { registryResigner } = await import('../../../trust/migrate/apply/registry-resigner.ts');
  return registryResigner(openRegistryContext);
}

export type OpenRegistryContext = (place: RepositoryPlace, runtime: Runtime) => Promise<NotaryContext>;

/** The trust metadata in the registry of each repository, opened once: for --registry, and to find out what was revoked there. */
export function registryContexts(input: CommandInput, { log }: Runtime): OpenRegistryContext {
  const file = optionValue(input, 'trust-passphrase-file');
  const passphrases = readPassphrases({ arguments: [], options: new Map(file === undefined ? [] : [['passphrase-file', [file]]]) }, log);
  const trustDirectory = trustDirectoryOf(inRegistry(input));
  const contexts = new Map<string, NotaryContext>();
  return async ({ name, repository }, runtime) => {
    const known = contexts.get(name);
    if (known !== undefined) return known;
    const { gun } = await findGun(parseReference(name), { path: trustDirectory });
    const rootKeys = await readRegistryRootKeys(name, input);
    const opened = openNotaryContext(
      {
        gun,
        remote: openRepositoryRemote(repository),
        trustDirectory,
        passphrases,
        // --root-key, --root-ca and --first-use are for the old trust data, whose root is another one.
        pins: makeRootPins({
          certificates: new Map(rootKeys.length === 0 ? [] : [[gun, rootKeys]]),
          authorities: new Map(),
          allowFirstUse: false,
        }),
      },
      runtime,
    );
    contexts.set(name, opened);
    return opened;
  };
}

/** The root that the policy in use pins for the registry, or the policy of --policy, which an earlier run wrote. */
async function readRegistryRootKeys(name: string, input: CommandInput): Promise<readonly string[]> {
  const { readKnownRootKeys } = await import('../known-root-keys.ts');
  const written = optionValue(input, 'policy');
  const own = written === undefined || !existsSync(written) ? [] : await readKnownRootKeys(parseReference(name), true, written);
  return own.length > 0 ? own : readKnownRootKeys(parseReference(name), true);
}
