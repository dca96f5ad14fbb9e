import { join } from 'node:path';
import { type RegistryOptions } from '../../model/image.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type AuthFile, readAuthFile } from './auth-file.ts';
import { askCredentialHelper } from './credential-helper.ts';
import { credentialHost } from './registry-origin.ts';
import { type RegistryLimits } from './registry-limits.ts';
import { type Credentials, passwordCredentials } from './credentials.ts';

export interface FoundCredentials {
  readonly credentials?: Credentials;
  /** Every place that was asked, for messages; the last one answered when there are credentials. */
  readonly tried: readonly string[];
}

/**
 * Credentials that belong to one registry: the command line's, else of Docker's `config.json` (its helper for the registry, its store, its
 * own entry, in that order as in Docker), else of podman's `auth.json`. Throws CREDENTIALS_UNUSABLE when a place that should have them
 * cannot be read.
 */
export async function findCredentials(
  registry: string,
  options: RegistryOptions,
  limits: RegistryLimits,
  runtime: Runtime,
): Promise<FoundCredentials> {
  const { credentials: given, dockerConfigDirectory, podmanAuthFile } = options;
  if (given !== undefined) return { credentials: passwordCredentials(given.username, given.password), tried: ['the command line'] };
  const paths = [dockerConfigDirectory === undefined ? undefined : join(dockerConfigDirectory, 'config.json'), podmanAuthFile];
  const tried: string[] = ['the command line'];
  for (const path of paths.filter((each) => each !== undefined)) {
    const file = await readAuthFile(path, limits);
    if (file === undefined) tried.push(`${path} (not there)`);
    const credentials = file === undefined ? undefined : await findInFile(file, registry, tried, limits, runtime);
    if (credentials !== undefined) return { credentials, tried };
  }
  return { tried };
}

async function findInFile(
  file: AuthFile,
  registry: string,
  tried: string[],
  limits: RegistryLimits,
  runtime: Runtime,
): Promise<Credentials | undefined> {
  const host = credentialHost(registry);
  const helper = file.credentialHelpers.get(host) ?? file.credentialStore;
  if (helper !== undefined) {
    tried.push(`docker-credential-${helper}`);
    const credentials = await askCredentialHelper(helper, registry, limits, runtime);
    if (credentials !== undefined) return credentials;
  }
  tried.push(file.path);
  return file.credentialsFor(host);
}
