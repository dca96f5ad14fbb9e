import { createPublicKey } from 'node:crypto';
import { readProxySettings } from '../../config/read-proxy-settings.ts';
import { signingSettings, type SigningSettings } from '../../config/signing-settings.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { checkSignature, type OwnSigner } from '../../trust/sigstore/sign/check-signature.ts';
import { findIdentityToken } from '../../trust/sigstore/sign/find-identity-token.ts';
import { keySigner } from '../../trust/sigstore/sign/key-signer.ts';
import { keylessSigner } from '../../trust/sigstore/sign/keyless-signer.ts';
import { type SigningContext } from '../../trust/sigstore/sign/make-signature.ts';
import { readPrivateKey } from '../../trust/sigstore/sign/read-private-key.ts';
import { type ServiceConnection } from '../../trust/sigstore/sign/service-connection.ts';
import { type SignatureOrder } from '../../trust/sigstore/sign/sign-and-store.ts';
import { type SigningServices } from '../../trust/sigstore/sign/signing-config.ts';
import { type Signer } from '../../trust/sigstore/sign/signer.ts';
import { readTrustedRoot } from '../../trust/sigstore/trusted-root/read-trusted-root.ts';
import { type SignatureToStore } from '../../trust/store/store-signature.ts';
import { askSecret, canAsk } from '../terminal/ask-terminal.ts';
import { optionValue, type CommandInput } from '../command.ts';
import { readBoundedFile } from '../terminal/read-bounded-file.ts';
import { readPassphraseFile } from '../terminal/read-passphrase-file.ts';
import { readPrivateKeyReference } from './read-key-reference.ts';
import { readSigningServices } from './signing-services.ts';

export interface ReadySigning {
  readonly context: SigningContext;
  /** Sees each signature before anything is published. */
  readonly check: (signature: SignatureToStore, order: SignatureOrder) => Promise<void>;
  /** For people: the key's file, or who vouches for the identity. */
  readonly signedBy: string;
}

/** Everything that `sign` and `attest` sign with. Throws USAGE, CONFIG_INVALID, KEY_UNUSABLE, PASSPHRASE_WRONG and IDENTITY_TOKEN_UNUSABLE. */
export async function readSigning(input: CommandInput, cacheDirectory: string, runtime: Runtime): Promise<ReadySigning> {
  const keyFile = optionValue(input, 'key');
  const services = readSigningServices(input, { isByKey: keyFile !== undefined, cacheDirectory, now: runtime.now() });
  const connection = readConnection(input);
  const settings = signingSettings();
  const { signer, own, signedBy } =
    keyFile === undefined
      ? await byIdentity(input, settings, services, connection, runtime)
      : await byKey(input, keyFile, settings, runtime);
  return {
    context: { signer, witnesses: services, connection },
    check: checkBy(optionValue(input, 'trusted-root'), own, services, runtime.now),
    signedBy,
  };
}

interface ChosenSigner {
  readonly signer: Signer;
  readonly own: OwnSigner;
  readonly signedBy: string;
}

async function byKey(input: CommandInput, path: string, settings: SigningSettings, { log }: Runtime): Promise<ChosenSigner> {
  if (optionValue(input, 'identity-token-file') !== undefined)
    throw new PratiqueError('USAGE', '--key and --identity-token-file were both given', { hint: 'sign with one of them' });
  const pem = readPrivateKeyReference(path, '--key', log);
  const privateKey = await readPrivateKey(pem, () => readPassphrase(input, path, settings, { log }), path);
  return { signer: keySigner(privateKey), own: { kind: 'key', publicKey: createPublicKey(privateKey) }, signedBy: path };
}

/** Of `--passphrase-file`, the environment or a terminal; `undefined` when there is none. */
export async function readPassphrase(
  input: CommandInput,
  key: string,
  settings: SigningSettings,
  { log }: Pick<Runtime, 'log'>,
): Promise<string | undefined> {
  const file = optionValue(input, 'passphrase-file');
  if (file !== undefined) return readPassphraseFile(file, '--passphrase-file', log);
  if (settings.passphrase !== undefined) return settings.passphrase;
  return canAsk() ? askSecret(`Passphrase of ${key}: `) : undefined;
}

async function byIdentity(
  input: CommandInput,
  settings: SigningSettings,
  services: SigningServices,
  connection: ServiceConnection,
  runtime: Runtime,
): Promise<ChosenSigner> {
  const authority = services.certificateAuthority;
  if (authority === undefined)
    throw new PratiqueError('USAGE', 'no certificate authority is named, and there is no --key', {
      hint: 'give --certificate-authority, --signing-config or --key',
    });
  const file = optionValue(input, 'identity-token-file');
  const audience = optionValue(input, 'oidc-audience');
  const { identityToken, githubActions, mountedToken } = settings;
  const sources = {
    mountedFile: mountedToken,
    ...(file === undefined ? {} : { file }),
    ...(identityToken === undefined ? {} : { token: identityToken }),
    ...(githubActions === undefined ? {} : { githubActions }),
    ...(audience === undefined ? {} : { audience }),
  };
  const token = await findIdentityToken(sources, connection, runtime);
  const signer = await keylessSigner(token, authority, connection);
  return { signer, own: { kind: 'identity', issuer: token.issuer }, signedBy: `an identity of ${token.issuer}` };
}

function readConnection(input: CommandInput): ServiceConnection {
  const caFile = optionValue(input, 'ca-file');
  const certificateAuthorities = caFile === undefined ? undefined : readBoundedFile(caFile, 1024 * 1024, '--ca-file').toString('utf8');
  return { proxy: readProxySettings(), ...(certificateAuthorities === undefined ? {} : { certificateAuthorities }) };
}

function checkBy(path: string | undefined, own: OwnSigner, services: SigningServices, now: () => Date): ReadySigning['check'] {
  if (path === undefined) return () => Promise.resolve();
  const trustedRoot = readTrustedRoot(readBoundedFile(path, limits.trustedRootBytes, '--trusted-root'), path);
  const requirements = { transparencyLogs: services.logs.length === 0 ? 0 : 1 };
  return (signature, { subject }) =>
    // Certificates are made during the run, so that its start is before they are valid.
    checkSignature(subject.digest, signature, own, { trustedRoot, now: now(), requirements });
}
