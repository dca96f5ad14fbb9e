import { type RegistryOptions } from '../../model/image.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { parseReference } from '../../model/reference.ts';
import { openLayoutRepository } from '../../oci/layout/layout-repository.ts';
import { parseLayoutTarget } from '../../oci/layout/parse-layout-target.ts';
import { createRegistryClient, type RegistryClient } from '../../oci/registry/registry-client.ts';
import { type Repository } from '../../oci/registry/repository.ts';

/** A place that was named on a command line; whoever opens it disposes of it. */
export interface OpenedRepository extends AsyncDisposable {
  readonly repository: Repository;
  /** What of it is meant; absent for a layout that was named without a tag. A digest wins over a tag. */
  readonly tagOrDigest?: string;
  /** Of a layout: the tag or digest of its one image. */
  readonly chooseImage?: () => Promise<string>;
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
 * `REFERENCE` or `registry:REFERENCE` of a registry, `oci-dir:PATH[:TAG|@DIGEST]` of a layout. Connects to nothing yet. Throws REFERENCE_INVALID,
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
export async function chooseTag({ tagOrDigest, chooseImage, repository }: OpenedRepository): Promise<string> {
  if (tagOrDigest !== undefined) return tagOrDigest;
  if (chooseImage !== undefined) return chooseImage();
  throw new PratiqueError('TARGET_NOT_FOUND', `${repository.name} is named without a tag or digest`);
}

async function openLayout(text: string, create: boolean): Promise<OpenedRepository> {
  const { folder, tag, tagOrDigest } = parseLayoutTarget(text);
  const repository = await openLayoutRepository(folder, { create });
  return {
    repository,
    chooseImage: () => repository.chooseImage(),
    ...(tag === undefined ? {} : { tag }),
    ...(tagOrDigest === undefined ? {} : { tagOrDigest }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
