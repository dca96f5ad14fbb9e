import { join } from 'node:path';
import { type RegistryOptions } from '../../model/image.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type AuthFile, readAuthFile } from './auth-file.ts';
import { askCredentialHelper } from './credential-helper.ts';
import { credentialHost } from './registry-origin.ts';
import { type RegistryLimits } from './registry-limits.ts';
import { type Credentials, passwordCredentials } from './credentials.ts';
import { Secret } from './secret.ts';

export interface FoundCredentials {
  readonly credentials?: Credentials;
  /** Every place that was tried, for messages; where there are credentials, the last one has them. */
  readonly tried: readonly string[];
}

/**
 * Credentials for one registry: those of the command line, else of Docker's `config.json` (its helper for the registry, its store, its own entry, in
 * Docker's order), else of podman's `auth.json`. A helper that gives no answer is a warning, since the registry may not need it. Throws
 * CREDENTIALS_UNUSABLE when a file cannot be read.
 */
export async function findCredentials(
  registry: string,
  options: RegistryOptions,
  limits: RegistryLimits,
  runtime: Runtime,
): Promise<FoundCredentials> {
  const { credentials: given, registryToken, dockerConfigDirectory, podmanAuthFile } = options;
  if (registryToken !== undefined)
    return { credentials: { kind: 'registry-token', token: new Secret(registryToken) }, tried: ['the request'] };
  if (given !== undefined) return { credentials: passwordCredentials(given.username, given.password), tried: ['the command line'] };
  const paths = [dockerConfigDirectory === undefined ? undefined : join(dockerConfigDirectory, 'config.json'), podmanAuthFile];
  const tried: string[] = [];
  for (const path of paths.filter((each) => each !== undefined)) {
    const file = await readAuthFile(path, limits);
    if (file === undefined) tried.push(`${path} (does not exist)`);
    const credentials = file === undefined ? undefined : await findInFile(file, registry, tried, limits, runtime);
    if (credentials !== undefined) return { credentials, tried };
  }
  return { tried: tried.length === 0 ? ['the command line'] : tried };
}

async function findInFile(
  file: AuthFile,
  registry: string,
  tried: string[],
  limits: RegistryLimits,
  runtime: Runtime,
): Promise<Credentials | undefined> {
  const host = credentialHost(registry);
  const ownHelper = file.credentialHelpers.get(host);
  const helper = ownHelper ?? file.credentialStore;
  if (helper !== undefined) {
    const { credentials, failure } = await askCredentialHelper(helper, registry, limits, runtime);
    const program = `docker-credential-${helper}`;
    tried.push(failure === undefined ? program : `${program} (${failure})`);
    if (credentials !== undefined) return credentials;
    const entry = `${ownHelper === undefined ? 'credsStore' : 'credHelpers'} in ${file.path}`;
    if (failure !== undefined) runtime.log.warn(unusable, { helper: program, reason: failure, entry });
  }
  tried.push(file.path);
  return file.credentialsFor(host);
}

const unusable =
  'continuing without a credential helper that cannot be used (install or repair it, remove its entry, pass --username and --password-stdin, or set DOCKER_CONFIG)';
