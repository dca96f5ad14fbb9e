import { limits } from '../../model/limits.ts';
import { type Runtime } from '../../model/runtime.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { type BlobDescriptor } from '../../oci/registry/fetched-manifest.ts';
import { type RepositoryReader } from '../../oci/registry/repository.ts';

export interface PayloadBounds {
  readonly signatureBytes: number;
  readonly signatureReads: number;
}

/** Reads the payloads of one image: each once, a limited number at a time, and up to a limit of bytes in total. */
export class PayloadLoader {
  readonly #repository: RepositoryReader;
  readonly #bounds: PayloadBounds;
  readonly #loaded = new Map<string, Promise<Uint8Array>>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #bytes = 0;

  constructor(repository: RepositoryReader, bounds: PayloadBounds = limits) {
    this.#repository = repository;
    this.#bounds = bounds;
  }

  load(blob: BlobDescriptor, foundAt: string, runtime: Runtime): Promise<Uint8Array> {
    // A descriptor with a wrong size must neither pass nor fail with a right one of the same content.
    const key = `${blob.digest} ${blob.size}`;
    const loaded = this.#loaded.get(key) ?? this.#read(blob, foundAt, runtime);
    this.#loaded.set(key, loaded);
    // A failed read may be tried again.
    loaded.catch(() => this.#loaded.delete(key));
    return loaded;
  }

  async #read(blob: BlobDescriptor, foundAt: string, runtime: Runtime): Promise<Uint8Array> {
    const { signatureBytes, signatureReads } = this.#bounds;
    // Counted before reading, so that reads in progress count too.
    if (this.#bytes + blob.size > signatureBytes)
      throw new VerificationError(
        'LIMIT_REACHED',
        foundAt,
        `its payload has ${blob.size} bytes, and with the ${this.#bytes} bytes read before it exceeds the limit of ${signatureBytes}`,
      );
    this.#bytes += blob.size;
    if (this.#running >= signatureReads) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running += 1;
    try {
      return await this.#repository.readBlob(blob, blob.size, runtime);
    } catch (error) {
      this.#bytes -= blob.size;
      throw error;
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }
}
