import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { isMissing, toTrustFileError } from './trust-file-error.ts';

export interface TrustFile {
  readonly bytes: Buffer;
  /** Permission bits. */
  readonly mode: number;
}

/** A whole file; `undefined` when there is none. Throws TRUST_FILE_UNUSABLE on what is no file, is larger, or cannot be read. */
export async function readTrustFile(path: string, maxBytes: number): Promise<TrustFile | undefined> {
  let handle: FileHandle;
  try {
    // A pipe or a device in its place must not hold us.
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw toTrustFileError(error, path, 'cannot be opened');
  }
  try {
    return await readHandle(handle, path, maxBytes);
  } catch (error) {
    throw toTrustFileError(error, path, 'cannot be read');
  } finally {
    await handle.close();
  }
}

async function readHandle(handle: FileHandle, path: string, maxBytes: number): Promise<TrustFile> {
  const status = await handle.stat();
  if (!status.isFile()) throw new PratiqueError('TRUST_FILE_UNUSABLE', `${path} is not a file`);
  if (status.size > maxBytes) throw new PratiqueError('TRUST_FILE_UNUSABLE', `${path} is ${status.size} bytes long, more than ${maxBytes}`);
  const bytes = Buffer.alloc(status.size);
  let at = 0;
  while (at < bytes.length) {
    const { bytesRead } = await handle.read(bytes, at, bytes.length - at, at);
    if (bytesRead === 0) throw new PratiqueError('TRUST_FILE_UNUSABLE', `${path} became shorter while it was read`);
    at += bytesRead;
  }
  return { bytes, mode: status.mode & 0o777 };
}
