import { messageOf } from '../text/message-of.ts';
import { systemCodeOf } from './system-code-of.ts';

/** What the system refused, in words as `ls` and `cp` print them: `permission denied`. An error that has no words here is told by its message. */
export function describeSystemError(error: unknown): string {
  return words.get(systemCodeOf(error) ?? '') ?? messageOf(error);
}

const words: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'permission denied'],
  ['EBUSY', 'it is in use'],
  ['EDQUOT', 'the disk quota is used up'],
  ['EEXIST', 'it already exists'],
  ['EFBIG', 'it is too large for the file system'],
  ['EIO', 'the device failed (input/output error)'],
  ['EISDIR', 'it is a directory'],
  ['ELOOP', 'it is a symbolic link in a circle, or one that is not followed'],
  ['EMFILE', 'too many files are open'],
  ['ENAMETOOLONG', 'the name is too long'],
  ['ENFILE', 'too many files are open on this system'],
  ['ENOENT', 'no such file or directory'],
  ['ENOSPC', 'no space left on the device'],
  ['ENOTDIR', 'a part of the path is not a directory'],
  ['ENOTEMPTY', 'the directory is not empty'],
  ['ENXIO', 'it is a socket, or nothing reads it'],
  ['EPERM', 'operation not permitted'],
  ['EROFS', 'the file system is read-only'],
]);
