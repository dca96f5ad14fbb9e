import { type RegistryOptions } from '../../model/image.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { assertSignablePlace } from './assert-signable-place.ts';
import { parseReference } from '../../model/reference.ts';
import { openLayoutRepository } from '../../oci/layout/layout-repository.ts';
import { parseLayoutTarget } from '../../oci/layout/parse-layout-target.ts';
import { createRegistryClient, type RegistryClient } from '../../oci/registry/registry-client.ts';
import { type Repository } from '../../oci/registry/repository.ts';

/** A repository named on a command line. The caller disposes of it. */
export interface OpenedRepository extends AsyncDisposable {
  readonly repository: Repository;
  /** The image in it; absent for a layout named without a tag. A digest wins over a tag. */
  readonly tagOrDigest?: string;
  /** Of a layout: the tag or digest of its one image. */
  readonly chooseImage?: () => Promise<string>;
  /** The tag as written, also where a digest was given. */
  readonly tag?: string;
  /** Absent for a layout. */
  readonly registry?: { readonly client: RegistryClient; readonly repository: string };
}

export interface OpenRepositoryOptions {
  readonly registry: RegistryOptions;
  /** Creates a layout that does not exist. */
  readonly create?: boolean;
  /** Client to use when it is for the same registry; it is not closed then. */
  readonly client?: RegistryClient;
}

/**
 * Opens `REFERENCE` or `registry:REFERENCE` in a registry, or the layout `oci-dir:PATH[:TAG|@DIGEST]`. Makes no connection yet. Throws USAGE for
 * places without signatures, REFERENCE_INVALID, TARGET_NOT_FOUND and LAYOUT_INVALID.
 */
export async function openRepository(target: string, options: OpenRepositoryOptions): Promise<OpenedRepository> {
  if (target.startsWith('oci-dir:')) return openLayout(target.slice('oci-dir:'.length), options.create === true);
  assertSignablePlace(target);
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

/** The image to use; for a layout without a tag the only one it has. Throws TARGET_AMBIGUOUS and TARGET_NOT_FOUND. */
export async function chooseTag({ tagOrDigest, chooseImage, repository }: OpenedRepository): Promise<string> {
  if (tagOrDigest !== undefined) return tagOrDigest;
  if (chooseImage !== undefined) return chooseImage();
  throw new PratiqueError('TARGET_NOT_FOUND', `${repository.name} was given without a tag or digest`);
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
