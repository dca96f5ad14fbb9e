import { normalizePath } from '../../lib/path/normalize-path.ts';
import { type Digest } from '../../model/digest.ts';
import { type LayerContent } from '../../model/image.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type LayerPlace } from './blob-source.ts';

/**
 * The files that an image at rest consists of, by name: entries of an archive or files of a folder. Names come from documents,
 * and are looked up only inside. Whoever opens it disposes of it; what {@link ImageFiles.content} gave stays usable.
 */
export interface ImageFiles extends AsyncDisposable {
  /** How a person names it. */
  readonly name: string;
  /** Why there may be less than there should be, such as an archive that was cut. */
  readonly flaw?: string;
  has(name: string): Promise<boolean>;
  /** `undefined` when there is no such regular file. Throws DOCUMENT_TOO_LARGE past `maxBytes`. */
  read(name: string, maxBytes: number): Promise<Uint8Array | undefined>;
  /** `undefined` when there is no such regular file. */
  content(name: string, expected: ExpectedContent): Promise<LayerContent | undefined>;
}

/** What documents say of a layer, for archives that were read already and can only compare. */
export interface ExpectedContent extends LayerPlace {
  readonly digest?: Digest;
  readonly size?: number;
}

/** Which image of several is wanted, and by which source it is opened. */
export interface StoredTarget {
  /** As a person wrote it, without the scheme. */
  readonly name: string;
  readonly scheme: string;
  /** A tag or a name, or with `@` in front a digest or a position; absent when there is but one image. */
  readonly selector?: string;
}

/** The key of a name that a document gives: inside, without `..`; `undefined` for any other. */
export function insideName(name: string): string | undefined {
  if (name.includes('\0') || name.startsWith('/')) return undefined;
  if (name.split('/').includes('..')) return undefined;
  const path = normalizePath(name);
  return path === '' ? undefined : path;
}

export function tooLarge(files: string, name: string, bytes: number, maxBytes: number): PratiqueError {
  return new PratiqueError('DOCUMENT_TOO_LARGE', `${files}: ${name} is ${bytes} bytes long, more than ${maxBytes}`);
}
