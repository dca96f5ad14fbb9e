import { PratiqueError } from '../../model/pratique-error.ts';

const reasons: ReadonlyMap<unknown, string> = new Map([
  ['ENOSPC', 'there is no space left'],
  ['EDQUOT', 'the quota is used up'],
  ['EFBIG', 'the file would be larger than is allowed'],
  ['EROFS', 'the file system is read-only'],
  ['EACCES', 'permission was denied'],
  ['EPERM', 'permission was denied'],
  ['ENOTDIR', 'a part of the path is not a directory'],
  ['ENOENT', 'it cannot be made'],
  ['ENAMETOOLONG', 'its name is too long'],
  ['ELOOP', 'it is a symbolic link in a circle'],
  ['EIO', 'the device failed'],
  ['EEXIST', 'it is not a directory'],
]);

/** A file system's refusal while a database is written, as OUTPUT_UNWRITABLE; anything else stays what it was. `bytesWritten` is 0 when not known. */
export function explainWriteError(error: unknown, directory: string, bytesWritten: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const reason = reasons.get(code);
  if (reason === undefined || error instanceof PratiqueError) return error;
  const isFull = code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG';
  const needed = isFull && bytesWritten > 0 ? `; ${Math.ceil(bytesWritten / 1e6)} MB were not enough` : '';
  return new PratiqueError('OUTPUT_UNWRITABLE', `the advisory database cannot be written to ${directory}: ${reason}${needed}`, {
    cause: error,
  });
}
