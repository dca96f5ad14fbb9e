import { type OpenOptions, type RegistryOptions } from '../../model/image.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { parseReference } from '../../model/reference.ts';
import { type Runtime } from '../../model/runtime.ts';
import { openTarget } from '../../image/open-target.ts';
import { createRegistryClient, type RegistryClient } from '../../oci/registry/registry-client.ts';
import { type Listing, type Repository } from '../../oci/registry/repository.ts';
import { type KnownImage } from '../../remedy/base/base-image.ts';

/** Reads images of several registries. Credentials and `--insecure` of the command line are for registries that the command line names, never for others. */
export class RegistryAccess implements AsyncDisposable {
  readonly #open: OpenOptions;
  readonly #named: ReadonlySet<string>;
  readonly #clients = new Map<string, RegistryClient>();

  constructor(open: OpenOptions, named: Iterable<string>) {
    this.#open = open;
    this.#named = new Set([...named].flatMap(registryOf));
  }

  /** How to open an image of any registry. */
  openOptions(reference: string): OpenOptions {
    return { ...this.#open, isPlatformOptional: false, registry: this.#registryOptions(parseReference(reference).registry) };
  }

  /** Every tag of a repository. Throws TARGET_NOT_FOUND and REGISTRY_*. */
  async listTags(reference: string, runtime: Runtime): Promise<Listing<string>> {
    return (await this.repository(reference)).listTags(runtime);
  }

  /**
   * The documents of an image, without its layers; `undefined` where it does not exist, also for this platform. `name` is the reference that it is known
   * by, where that is another than what is read.
   */
  async readImage(reference: string, runtime: Runtime, name = reference): Promise<KnownImage | undefined> {
    const { tag, digest } = parseReference(reference);
    const repository = await this.repository(reference);
    const found = await repository.findManifest(digest ?? tag ?? 'latest', runtime);
    if (found === undefined) return undefined;
    const pinned = `${reference.replace(/@.*$/, '')}@${found.digest}`;
    const images = await openTarget(`registry:${pinned}`, this.openOptions(reference), runtime).catch(ignoreAbsent);
    try {
      const [image] = images;
      if (image === undefined || image.config.diffIds.length === 0) return undefined;
      const { manifestDigest, config } = image;
      return {
        reference: name,
        diffIds: config.diffIds,
        ...(manifestDigest === undefined ? {} : { manifestDigest }),
        ...(found.digest === manifestDigest ? {} : { indexDigest: found.digest }),
        ...(config.created === undefined ? {} : { created: config.created }),
      };
    } finally {
      await Promise.all(images.map((image) => image[Symbol.asyncDispose]()));
    }
  }

  async repository(reference: string): Promise<Repository> {
    const { registry, repository } = parseReference(reference);
    if (this.#open.isOffline === true)
      throw new PratiqueError('USAGE', `${reference} is in a registry, and --offline-scan was given`, { hint: 'leave out --offline-scan' });
    const client = this.#clients.get(registry) ?? (await createRegistryClient(registry, this.#registryOptions(registry)));
    this.#clients.set(registry, client);
    return client.repository(repository);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#clients.values()].map((client) => client[Symbol.asyncDispose]()));
  }

  #registryOptions(registry: string): RegistryOptions {
    const options = this.#open.registry ?? {};
    if (this.#named.has(registry)) return options;
    const { credentials: _credentials, insecure: _insecure, ...rest } = options;
    return rest;
  }
}

function registryOf(text: string): readonly string[] {
  try {
    return [parseReference(text.replace(/^registry:/, '')).registry];
  } catch (error) {
    if (error instanceof PratiqueError) return [];
    throw error;
  }
}

function ignoreAbsent(error: unknown): readonly never[] {
  if (error instanceof PratiqueError && ['PLATFORM_NOT_FOUND', 'TARGET_NOT_FOUND', 'NOT_AN_IMAGE'].includes(error.code)) return [];
  throw error;
}
