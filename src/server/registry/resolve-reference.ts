import { type Digest } from '../../model/digest.ts';
import { type RegistryOptions } from '../../model/image.ts';
import { type ImageReference } from '../../model/reference.ts';
import { type Runtime } from '../../model/runtime.ts';
import { createRegistryClient } from '../../oci/registry/registry-client.ts';

/** The digest that a reference has now, so that everything after it speaks of the same content. Throws as `RegistryClient.readManifest` does. */
export async function resolveReference(
  { registry, repository, tag = 'latest', digest }: ImageReference,
  options: RegistryOptions,
  runtime: Runtime,
): Promise<{ readonly digest: Digest }> {
  if (digest !== undefined) return { digest };
  await using client = await createRegistryClient(registry, options);
  return { digest: (await client.readManifest(repository, tag, runtime)).digest };
}
