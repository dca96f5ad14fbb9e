import { matchesWildcard } from '../../lib/text/matches-wildcard.ts';
import { limits } from '../../model/limits.ts';
import { type OpenOptions } from '../../model/image.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { createRegistryClient, type RegistryClient } from '../../oci/registry/registry-client.ts';

/**
 * `registry:HOST/REPOSITORY[:TAG]` with `*` in it → the images that match, every tag where none is given. A registry is asked for its repositories only where
 * their names have a `*`. Throws USAGE, TARGET_NOT_FOUND where nothing matches, and what a registry client throws.
 */
export async function listImages(target: string, { registry = {}, isOffline }: OpenOptions, runtime: Runtime): Promise<readonly string[]> {
  const { host, repository, tag } = readPattern(target);
  if (isOffline === true)
    throw new PratiqueError('USAGE', `${target} needs its registry, and --offline-scan allows no network`, { hint: 'name the images' });
  await using client = await createRegistryClient(host, registry);
  const names = repository.includes('*') ? await matchingRepositories(client, repository, runtime) : [repository];
  const images: string[] = [];
  for (const name of names) {
    if (!tag.includes('*')) images.push(`registry:${host}/${name}:${tag}`);
    else {
      const { items, isComplete } = await client.repository(name).listTags(runtime);
      if (!isComplete) throw tooMany(`${host}/${name}`);
      images.push(...items.filter((each) => matchesWildcard(each, tag)).map((each) => `registry:${host}/${name}:${each}`));
    }
    if (images.length > limits.scanTargets) throw tooMany(target);
  }
  if (images.length === 0) throw new PratiqueError('TARGET_NOT_FOUND', `no image of ${host} matches ${repository}:${tag}`, { hint: `* stands for any text: registry://${host}/*` });
  return images.sort();
} // prettier-ignore

function readPattern(target: string): { readonly host: string; readonly repository: string; readonly tag: string } {
  const [, host = '', repository = '', tag = '*'] = /^registry:([^/*]+)\/([^:@]+)(?::([^:@/]+))?$/.exec(target) ?? [];
  if (host !== '' && repository !== '') return { host, repository, tag };
  throw new PratiqueError('USAGE', `${target} is not a pattern of images`, { hint: 'write registry://HOST/REPOSITORY:TAG, with * for any text in REPOSITORY and TAG' });
} // prettier-ignore

async function matchingRepositories(client: RegistryClient, pattern: string, runtime: Runtime): Promise<readonly string[]> {
  const { items, isComplete } = await client.listRepositories(runtime).catch((error: unknown) => {
    if (!(error instanceof PratiqueError)) throw error;
    throw new PratiqueError(error.code, `${client.registry} does not list its repositories: ${error.message}`, { cause: error, hint: 'name the repository: registry://HOST/team/app:*, or give a list with --targets-from' });
  });
  if (!isComplete) throw tooMany(client.registry);
  return items.filter((name) => matchesWildcard(name, pattern));
} // prettier-ignore

function tooMany(what: string): PratiqueError {
  return new PratiqueError('USAGE', `${what} has more images than are scanned at once (${limits.scanTargets})`, { hint: 'use a narrower pattern' });
} // prettier-ignore
