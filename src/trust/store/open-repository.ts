import { type RegistryOptions } from '../../model/image.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { parseReference } from '../../model/reference.ts';
import { type Runtime } from '../../model/runtime.ts';
import { openLayoutRepository } from '../../oci/layout/layout-repository.ts';
import { createRegistryClient, type RegistryClient } from '../../oci/registry/registry-client.ts';
import { type Repository } from '../../oci/registry/repository.ts';

/** A place that was named on a command line; whoever opens it disposes of it. */
export interface OpenedRepository extends AsyncDisposable {
  readonly repository: Repository;
  /** What of it is meant; absent for a layout that was named without a tag. A digest wins over a tag. */
  readonly tagOrDigest?: string;
  /** As written, beside a digest too. */
  readonly tag?: string;
  /** Absent for a layout. */
  readonly registry?: { readonly client: RegistryClient; readonly repository: string };
}

export interface OpenRepositoryOptions {
  readonly registry: RegistryOptions;
  /** Makes a layout where there is none. */
  readonly create?: boolean;
  /** Used instead of a client of its own where it is of the same registry; it is not closed then. */
  readonly client?: RegistryClient;
}

/**
 * `REFERENCE` or `registry:REFERENCE` of a registry, `oci-dir:PATH[:TAG]` of a layout. Connects to nothing yet. Throws REFERENCE_INVALID,
 * TARGET_NOT_FOUND and LAYOUT_INVALID.
 */
export async function openRepository(target: string, options: OpenRepositoryOptions): Promise<OpenedRepository> {
  if (target.startsWith('oci-dir:')) return openLayout(target.slice('oci-dir:'.length), options.create === true);
  const { registry, repository, tag, digest } = parseReference(target.replace(/^registry:/, ''));
  const isShared = options.client?.registry === registry;
  const client = isShared ? options.client : await createRegistryClient(registry, options.registry);
  const tagOrDigest = digest ?? tag;
  return {
    repository: client.repository(repository),
    registry: { client, repository },
    ...(tagOrDigest === undefined ? {} : { tagOrDigest }),
    ...(tag === undefined ? {} : { tag }),
    [Symbol.asyncDispose]: async () => {
      if (!isShared) await client[Symbol.asyncDispose]();
    },
  };
}

/** What of a layout is meant without a tag: the one image that it has. Throws TARGET_AMBIGUOUS and TARGET_NOT_FOUND. */
export async function chooseTag(opened: OpenedRepository, runtime: Runtime): Promise<string> {
  if (opened.tagOrDigest !== undefined) return opened.tagOrDigest;
  const { items } = await opened.repository.listTags(runtime);
  const [only, ...others] = items.filter((tag) => !/^sha(?:256|512)-[0-9a-f]{64}/.test(tag));
  const { name } = opened.repository;
  if (only === undefined) throw new PratiqueError('TARGET_NOT_FOUND', `${name} has no tagged image`);
  if (others.length > 0)
    throw new PratiqueError('TARGET_AMBIGUOUS', `${name} has ${others.length + 1} images: ${[only, ...others].slice(0, 10).join(', ')}`);
  return only;
}

async function openLayout(text: string, create: boolean): Promise<OpenedRepository> {
  const colon = text.lastIndexOf(':');
  const isTagged = colon > text.lastIndexOf('/') && colon !== -1;
  const tag = isTagged ? text.slice(colon + 1) : undefined;
  if (tag !== undefined && !/^\w[\w.-]{0,127}$/.test(tag))
    throw new PratiqueError('REFERENCE_INVALID', `${JSON.stringify(tag.slice(0, 140))} is not a tag`);
  const repository = await openLayoutRepository(isTagged ? text.slice(0, colon) : text, { create });
  return {
    repository,
    ...(tag === undefined ? {} : { tag, tagOrDigest: tag }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
