import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type RepositorySource } from '../../advisory/local/local-options.ts';
import { builtInRepository } from '../../advisory/repository/built-in-repository.ts';
import { type HttpPlaceOptions } from '../../advisory/repository/http-place.ts';
import { type RepositoryPlace } from '../../advisory/repository/repository-place.ts';
import { npmRegistry, repositorySettings } from '../../config/repository-settings.ts';
import { readProxySettings } from '../../config/read-proxy-settings.ts';
import { type RegistryOptions } from '../../model/image.ts';
import { limits } from '../../model/limits.ts';
import { messageOf } from '../../lib/text/message-of.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { optionValue, optionValues, type CommandInput, type CommandOption } from '../command.ts';

/** Where signed advisories come from. */
export const repositoryOptions: readonly CommandOption[] = [
  {
    name: 'db-repository',
    value: 'PLACE',
    meaning: 'signed advisory repository: an http(s) URL, oci:REGISTRY/NAME, npm:PACKAGE, a folder or a bundle; repeat it for mirrors',
    default: '$PRATIQUE_DB_REPOSITORY, then the publishers’ own feeds',
    isRepeatable: true,
  },
  {
    name: 'db-root',
    value: 'FILE',
    meaning: 'root.json that the repository is verified with',
    default: '$PRATIQUE_DB_ROOT',
    completes: 'file',
  },
];

/** `undefined` without a repository. A repository without a root would be trusted for its location, and is refused: USAGE. */
export function readRepository(input: CommandInput, registry: RegistryOptions): RepositorySource | undefined {
  const settings = repositorySettings();
  const named = optionValues(input, 'db-repository')
    .flatMap((text) => text.split(','))
    .filter((text) => text !== '');
  const places = named.length > 0 ? named : (settings.places ?? builtInRepository?.places ?? []);
  if (places.length === 0) return undefined;
  const file = optionValue(input, 'db-root') ?? settings.root;
  if (file === undefined && places !== builtInRepository?.places)
    throw new PratiqueError('USAGE', `no root is given to verify ${places[0]!} with`, {
      hint: 'pass the root.json that its operator publishes with --db-root FILE or PRATIQUE_DB_ROOT',
    });
  const root = file === undefined ? Buffer.from(builtInRepository?.root ?? '') : readRoot(file);
  return { root, open: () => Promise.all(places.map((place) => openPlace(place, registry))) };
}

function readRoot(file: string): Buffer {
  try {
    const bytes = readFileSync(file);
    if (bytes.length <= limits.repositoryMetadataBytes) return bytes;
  } catch (error) {
    throw new PratiqueError('USAGE', `--db-root: ${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
  throw new PratiqueError('USAGE', `--db-root: ${file} is too large to be a root`);
}

/** Throws USAGE for a place that is none. Code for the kind of place is loaded on demand. */
export async function openPlace(text: string, registry: RegistryOptions): Promise<RepositoryPlace> {
  if (/^https?:\/\//i.test(text)) return openHttp(text, registry);
  const image = /^oci:(?:\/\/)?(.+)$/.exec(text)?.[1];
  if (image !== undefined) return (await import('./oci-place.ts')).ociPlace(image, registry);
  const npm = /^npm:(?<name>(?:@[\w.~-]+\/)?[\w.~-]+)(?:@(?<version>[\w.+-]+))?$/.exec(text)?.groups;
  if (npm !== undefined) return openNpm(npm['name'] ?? '', npm['version'] ?? 'latest', registry);
  const found = statSync(text, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return (await import('../../advisory/repository/folder-place.ts')).folderPlace(resolve(text));
  if (found?.isFile() === true) return (await import('../../advisory/repository/bundle-place.ts')).bundlePlace(resolve(text));
  throw new PratiqueError('USAGE', `--db-repository: ${text} does not exist`, {
    hint: 'an http(s) URL, oci:REGISTRY/NAME, npm:PACKAGE, a folder or a bundle',
  });
}

/** The registry's address may hold credentials. */
async function openNpm(packageName: string, version: string, registry: RegistryOptions): Promise<RepositoryPlace> {
  const { base, ...reach } = readAddress(npmRegistry(), 'NPM_CONFIG_REGISTRY', registry);
  const { npmPlace } = await import('../../advisory/repository/npm-place.ts');
  return npmPlace({ packageName, version, registry: base, ...reach });
}

/** Credentials may be part of the URL. */
async function openHttp(text: string, registry: RegistryOptions): Promise<RepositoryPlace> {
  const { base, ...reach } = readAddress(text, '--db-repository', registry);
  const { httpPlace } = await import('../../advisory/repository/http-place.ts');
  return httpPlace(base, reach);
}

/** Throws USAGE. `origin` names in errors where the URL was given. */
function readAddress(text: string, origin: string, { caFile }: RegistryOptions): HttpPlaceOptions & { readonly base: URL } {
  if (!URL.canParse(text)) throw new PratiqueError('USAGE', `${origin}: ${text} is not a URL`);
  const base = new URL(text);
  const { username, password } = base;
  const authorization =
    username === ''
      ? undefined
      : `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}`;
  base.username = '';
  base.password = '';
  return {
    base,
    limits: { ...limits, connectTimeoutMs: 4_000, firstAnswerTimeoutMs: 6_000, attempts: 3 },
    connection: { proxy: readProxySettings(), ...(caFile !== undefined && { certificateAuthorities: readFileSync(caFile, 'utf8') }) },
    ...(authorization !== undefined && { authorization }),
  };
}
