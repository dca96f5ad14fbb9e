import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type PolicyKeys } from '../../../trust/migrate/apply/format-policy.ts';
import { type Resigner } from '../../../trust/migrate/apply/resigner.ts';
import { type NotaryContext } from '../../../trust/notary/notary-context.ts';
import { parseGun } from '../../../trust/notary/gun.ts';
import { openNotaryContext } from '../../../trust/notary/open-notary-context.ts';
import { askSecret, canAsk } from '../../ask-terminal.ts';
import { hasOption, optionValue, type CommandContext, type CommandInput } from '../../command.ts';
import { readBoundedFile } from '../../read-bounded-file.ts';
import { trustDirectoryOf } from '../context.ts';
import { readPassphrases } from '../passphrases.ts';

export interface ReadResigners {
  readonly resigners: readonly Resigner[];
  readonly policyKeys: PolicyKeys;
}

/** Throws USAGE when none is named, and what reading keys throws. */
export async function readResigners(input: CommandInput, context: CommandContext): Promise<ReadResigners> {
  const resigners: Resigner[] = [];
  let policyKeys: PolicyKeys = {};
  if (optionValue(input, 'key') !== undefined) {
    const { resigner, publicKeyPem } = await readSigstore(input, context);
    resigners.push(resigner);
    policyKeys = { ...policyKeys, sigstore: publicKeyPem };
  }
  if (optionValue(input, 'notation-key') !== undefined || optionValue(input, 'notation-chain') !== undefined) {
    const { resigner, subject } = await readNotation(input, context);
    resigners.push(resigner);
    policyKeys = { ...policyKeys, notation: { trustStore: 'ca:migrated', trustedIdentity: `x509.subject: ${subject}` } };
    context.output.note('pratique: put the root of the chain into Notation’s trust store: truststore/x509/ca/migrated/');
  }
  if (hasOption(input, 'registry')) resigners.push(await readRegistry(input));
  if (resigners.length > 0) return { resigners, policyKeys };
  throw new PratiqueError('USAGE', 'nothing to sign with is named', { hint: '--key FILE, --notation-key FILE with --notation-chain FILE, or --registry' });
} // prettier-ignore

async function readSigstore(input: CommandInput, context: CommandContext): Promise<{ readonly resigner: Resigner; readonly publicKeyPem: string }> {
  const [{ readSigning }, { sigstoreResigner }] = await Promise.all([import('../../signing-context.ts'), import('../../../trust/migrate/apply/sigstore-resigner.ts')]);
  const signing = await readSigning(input, context.cacheDirectory, context.runtime);
  const { publicKey } = await signing.context.signer.verificationMaterial(context.runtime);
  const form = optionValue(input, 'form') ?? 'bundle';
  const resigner = sigstoreResigner({ context: signing.context, publicKey, check: signing.check, form: form === 'bundle' ? 'bundle' : form === 'tag' ? 'classic tag' : 'classic referrer' });
  return { resigner, publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
} // prettier-ignore

async function readNotation(input: CommandInput, context: CommandContext): Promise<{ readonly resigner: Resigner; readonly subject: string }> {
  const [keyFile, chainFile] = [optionValue(input, 'notation-key'), optionValue(input, 'notation-chain')];
  if (keyFile === undefined || chainFile === undefined)
    throw new PratiqueError('USAGE', 'Notation needs both a key and its certificates', { hint: '--notation-key FILE --notation-chain FILE' });
  const [{ NotationSigner }, { notationResigner }] = await Promise.all([import('../../../trust/notation/sign/notation-signer.ts'), import('../../../trust/migrate/apply/notation-resigner.ts')]);
  const key = readBoundedFile(keyFile, limits.privateKeyBytes, '--notation-key');
  const certificates = readBoundedFile(chainFile, limits.configFileBytes, '--notation-chain');
  const isEncrypted = key.includes('ENCRYPTED');
  const passphrase = isEncrypted ? await readNotationPassphrase(input, keyFile) : undefined;
  const signer = new NotationSigner({ key, certificates, ...(passphrase === undefined ? {} : { passphrase }) }, context.runtime.now());
  const format = optionValue(input, 'notation-format') === 'cose' ? 'cose' : 'jws';
  return { resigner: notationResigner(signer, format), subject: signer.chain[0].subject.text };
} // prettier-ignore

async function readNotationPassphrase(input: CommandInput, key: string): Promise<string | undefined> {
  const file = optionValue(input, 'notation-passphrase-file');
  if (file !== undefined) return readBoundedFile(file, 4_096, '--notation-passphrase-file').toString('utf8').split(/\r?\n/)[0] ?? '';
  return canAsk() ? askSecret(`Passphrase of ${key}: `) : undefined;
}

async function readRegistry(input: CommandInput): Promise<Resigner> {
  const [{ registryResigner }, { openRepositoryRemote }] = await Promise.all([
    import('../../../trust/migrate/apply/registry-resigner.ts'),
    import('../../../trust/registry-metadata/open-repository-remote.ts'),
  ]);
  const file = optionValue(input, 'trust-passphrase-file');
  const passphrases = readPassphrases({ arguments: [], options: new Map(file === undefined ? [] : [['passphrase-file', [file]]]) });
  const trustDirectory = `${trustDirectoryOf(input)}/registry`;
  const contexts = new Map<string, NotaryContext>();
  return registryResigner(({ image, repository }, runtime) => {
    const name = image.repository;
    const context =
      contexts.get(name) ??
      openNotaryContext(
        {
          gun: parseGun(name),
          remote: openRepositoryRemote(repository),
          trustDirectory,
          passphrases,
          // The publisher's own trust data: nobody else could have made them before.
          pins: { certificates: new Map(), authorities: new Map(), allowFirstUse: false },
        },
        runtime,
      );
    contexts.set(name, context);
    return context;
  });
}
