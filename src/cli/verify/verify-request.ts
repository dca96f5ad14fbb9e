import { join, resolve } from 'node:path';
import { type ConfigurationFile, readConfigurationFile } from '../../config/configuration-file.ts';
import { contentTrustSettings } from '../../config/content-trust-settings.ts';
import { dockerConfigDirectory } from '../../config/docker-config-directory.ts';
import { notationDirectory } from '../../config/notation-directory.ts';
import { isContinuousIntegration } from '../../config/terminal.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Platform } from '../../model/platform.ts';
import { type ImageReference, parseReference } from '../../model/reference.ts';
import { type SigstoreIdentity, type TrustPolicy } from '../../trust/verdict/policy/trust-policy.ts';
import { type VerifyOptions } from '../../trust/verdict/verification-options.ts';
import { hasOption, optionValue, optionValues, type CommandInput, type Output } from '../command.ts';
import { readBoundedFile } from '../terminal/read-bounded-file.ts';
import { readCopiedRepository } from '../words/copied-from.ts';
import { readConfigurationName } from '../words/configuration-name.ts';
import { readFlagPolicy, readSchemes, readThreshold } from './flag-statement.ts';
import { readAnnotations } from '../sign/read-annotation.ts';
import { readPublicKeyReference } from '../sign/read-key-reference.ts';
import { readRegistryOptions } from '../words/registry-options.ts';

/** What images are verified by; `undefined` where nobody says whose signature counts, so that nothing is looked at. Throws USAGE and CONFIG_INVALID. */
export async function readVerifyOptions(
  input: CommandInput,
  given: { readonly output: Output; readonly cacheDirectory: string; readonly password?: string; readonly platform?: Platform },
): Promise<VerifyOptions | undefined> {
  const named = readConfigurationName(input);
  const schemes = readSchemes(input);
  const requiresPin = hasOption(input, 'require-pin');
  const file = readConfigurationFile(named);
  const filePolicy = file === undefined ? undefined : await decodePolicy(file);
  const settings = contentTrustSettings();
  const flagPolicy = readFlagPolicy(input, {
    isContentTrustEnabled: settings.isEnabled,
    // Nobody looks at the key of a first contact in a pipeline.
    allowsFirstUse: !requiresPin && !isContinuousIntegration(),
    hasPolicyFile: filePolicy !== undefined,
  });
  if (named !== undefined && filePolicy !== undefined && flagPolicy !== undefined)
    throw new PratiqueError('USAGE', `the policy ${named} and options that name signers were both given`, {
      hint: 'give one of the two: the options would take the place of the whole policy',
    });
  if (file !== undefined && filePolicy !== undefined && flagPolicy !== undefined)
    given.output.warn(`pratique: warning: options name the signers, so the trust policy in ${file.path} is not used`);
  const { platform } = given;
  const trustedRoot = readTrustedRootPath(input);
  const policy = flagPolicy ?? filePolicy;
  if (policy === undefined) return undefined;
  const scope = readScope(input);
  const server = optionValue(input, 'trust-server');
  return {
    policy: withKeyVariables(policy),
    ...(flagPolicy === undefined && file !== undefined ? { policyName: file.path } : {}),
    policyDirectory: flagPolicy === undefined ? (file?.directory ?? process.cwd()) : process.cwd(),
    // What options made a policy of is already no more than they name.
    ...(schemes === undefined || flagPolicy !== undefined ? {} : { schemes }),
    ...(platform === undefined ? {} : { platform }),
    registry: readRegistryOptions(input, given.password),
    ...readCopiedFrom(input),
    ...(scope === undefined ? {} : { scope }),
    threshold: readThreshold(input),
    requiresTransparencyLog: hasOption(input, 'require-transparency-log'),
    annotations: readAnnotations(input),
    isOffline: hasOption(input, 'offline'),
    ...(trustedRoot === undefined ? {} : { trustedRoot }),
    requiresPin,
    places: {
      notary: join(dockerConfigDirectory(), 'trust'),
      notaryTls: join(dockerConfigDirectory(), 'tls'),
      trustedRoot: join(given.cacheDirectory, 'sigstore', 'trusted_root.json'),
      notation: notationDirectory(),
    },
    ...(server === undefined ? {} : { notaryServer: server }),
    ...(settings.server === undefined ? {} : { defaultNotaryServer: settings.server }),
    ...(settings.credentials === undefined ? {} : { notaryCredentials: settings.credentials }),
  };
}

/** A repository is the source of one image: of several, each could be passed off as another one's copy. */
function readCopiedFrom(input: CommandInput): Pick<VerifyOptions, 'copiedFrom'> {
  const names = optionValues(input, 'copied-from');
  if (names.length === 0) return {};
  if (input.arguments.length > 1)
    throw new PratiqueError('USAGE', '--copied-from was given with more than one image', {
      hint: 'verify one image at a time, or use copiedFrom or copies in the policy',
    });
  return { copiedFrom: names.map(readCopiedRepository) };
}

async function decodePolicy({ text, path }: ConfigurationFile): Promise<TrustPolicy | undefined> {
  const { decodeTrustPolicy } = await import('../../trust/verdict/policy/decode-trust-policy.ts');
  return decodeTrustPolicy(text, path);
}

/** Keys that the policy has in environment variables, as text. */
function withKeyVariables(policy: TrustPolicy): TrustPolicy {
  const read = (identity: SigstoreIdentity): SigstoreIdentity =>
    identity.kind === 'key' && identity.key.kind === 'variable'
      ? { kind: 'key', key: readPublicKeyReference(`env://${identity.key.name}`, 'the trust policy') }
      : identity;
  const statements = policy.statements.map((statement) => ({
    ...statement,
    ...(statement.sigstore === undefined
      ? {}
      : { sigstore: { ...statement.sigstore, identities: statement.sigstore.identities.map(read) } }),
    attestations: statement.attestations.map((terms) => ({
      ...terms,
      ...(terms.identities === undefined ? {} : { identities: terms.identities.map(read) }),
    })),
  }));
  return { ...policy, statements };
}

/** Throws REFERENCE_INVALID. */
function readScope(input: CommandInput): ImageReference | undefined {
  const text = optionValue(input, 'scope');
  return text === undefined ? undefined : parseReference(text);
}

/** Starts in the working directory and not beside the policy. It must exist even where nothing needs a root. Throws USAGE. */
function readTrustedRootPath(input: CommandInput): string | undefined {
  const path = optionValue(input, 'trusted-root');
  if (path === undefined) return undefined;
  readBoundedFile(path, limits.trustedRootBytes, '--trusted-root');
  return resolve(path);
}
