import { PratiqueError } from '../../model/pratique-error.ts';
import { type ImageReference, parseReference } from '../../model/reference.ts';
import { type Runtime } from '../../model/runtime.ts';
import { parseLayoutTarget } from '../../oci/layout/parse-layout-target.ts';
import { assertSignablePlace } from '../store/assert-signable-place.ts';
import { type ArtifactRepository } from './verify-subject.ts';
import { type VerifyOptions } from './verification-options.ts';

/** Where an image and its signatures lie. */
export type ImagePlace =
  | { readonly kind: 'registry'; readonly reference: ImageReference }
  | { readonly kind: 'layout'; readonly folder: string; readonly tagOrDigest?: string };

/** A reference, `registry:REFERENCE` or `oci-dir:FOLDER[:TAG|@DIGEST]`. Throws REFERENCE_INVALID, and USAGE for what has no signatures beside it. */
export function parsePlace(image: string): ImagePlace {
  assertSignablePlace(image);
  if (image.startsWith('registry:')) return { kind: 'registry', reference: parseReference(image.slice('registry:'.length)) };
  if (!image.startsWith('oci-dir:')) return { kind: 'registry', reference: parseReference(image) };
  const { folder, tagOrDigest } = parseLayoutTarget(image.slice('oci-dir:'.length));
  return { kind: 'layout', folder, ...(tagOrDigest === undefined ? {} : { tagOrDigest }) };
}

/** The repository that policies are asked about: a layout has none but the one that `--scope` names. Throws USAGE for a scope of an image in a registry, which has its own. */
export function referenceOf(place: ImagePlace, { scope }: Pick<VerifyOptions, 'scope'>): ImageReference | undefined {
  if (place.kind === 'layout') return scope;
  if (scope === undefined) return place.reference;
  throw new PratiqueError('USAGE', '--scope was given with an image in a registry, which has a repository of its own', {
    hint: 'leave out --scope, or give the image as oci-dir:FOLDER',
  });
}

export interface OpenPlace extends AsyncDisposable {
  readonly repository: ArtifactRepository;
  /** What was asked for. */
  readonly tagOrDigest: string;
}

/** Opens no connection yet. Throws what opening a layout throws, and TARGET_AMBIGUOUS where it does not say which image. */
export async function openPlace(place: ImagePlace, options: Pick<VerifyOptions, 'registry'>, runtime: Runtime): Promise<OpenPlace> {
  if (place.kind === 'layout') return openLayout(place.folder, place.tagOrDigest);
  const { createRegistryClient } = await import('../../oci/registry/registry-client.ts');
  const { registry, repository, digest, tag } = place.reference;
  if (options.registry.insecure === true) runtime.log.warn('the registry is not verified', { registry });
  const client = await createRegistryClient(registry, options.registry);
  return {
    repository: client.repository(repository),
    tagOrDigest: digest ?? tag ?? 'latest',
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}

async function openLayout(folder: string, wanted: string | undefined): Promise<OpenPlace> {
  const { openLayoutRepository } = await import('../../oci/layout/layout-repository.ts');
  const repository = await openLayoutRepository(folder);
  const tagOrDigest = wanted ?? (await repository.chooseImage());
  return { repository, tagOrDigest, [Symbol.asyncDispose]: () => Promise.resolve() };
}
