import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { readSmallFile } from '../../lib/file/read-small-file.ts';
import { systemCodeOf } from '../../lib/file/system-code-of.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { toLayoutError } from './layout-failure.ts';

/** A file of a layout named `name`. Throws TARGET_NOT_FOUND, TARGET_UNREADABLE, LAYOUT_INVALID for what is no file, and DOCUMENT_TOO_LARGE. */
export async function readLayoutFile(path: string, name: string, maxBytes: number): Promise<Uint8Array> {
  const file = await readSmallFile(path, { maxBytes }).catch((error: unknown) => {
    throw toLayoutError(error, name, 'reading');
  });
  switch (file.kind) {
    case 'content':
      return file.bytes;
    case 'missing':
      throw new PratiqueError('TARGET_NOT_FOUND', `${name}: ${path} does not exist`);
    case 'not regular':
      throw notRegular(path, name);
    case 'too large':
      throw new PratiqueError('DOCUMENT_TOO_LARGE', `${path} has ${file.size} bytes, more than ${maxBytes}`);
  }
}

/**
 * The bytes of a blob, of which `size` are expected: one more shows that it is longer. A pipe or a device in its place does not hold the program. Throws
 * LAYOUT_INVALID where it is missing, and TARGET_UNREADABLE.
 */
export async function* openLayoutBlob(
  path: string,
  { name, what, size }: { readonly name: string; readonly what: string; readonly size: number },
  { signal }: Runtime,
): AsyncGenerator<Uint8Array, void, undefined> {
  let file: FileHandle | undefined;
  try {
    file = await openRegular(path, name, what);
    yield* file.createReadStream({ end: size, highWaterMark: 1_048_576, autoClose: false, signal }) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw toLayoutError(error, name, 'reading', signal);
  } finally {
    await file?.close();
  }
}

async function openRegular(path: string, name: string, what: string): Promise<FileHandle> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((cause: unknown) => {
    const code = systemCodeOf(cause);
    throw code === 'ENOENT' || code === 'ENOTDIR' ? missingBlob(what, cause) : cause;
  });
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw notRegular(path, name);
}

function missingBlob(what: string, cause: unknown): PratiqueError {
  return new PratiqueError('LAYOUT_INVALID', `${what} is missing, and a manifest of the layout names it`, {
    cause,
    hint: 'copy the image into the layout again, with all of its layers and platforms',
  });
}

function notRegular(path: string, name: string): PratiqueError {
  return new PratiqueError('LAYOUT_INVALID', `${name}: ${path} is not a regular file`);
}
