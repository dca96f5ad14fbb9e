import { type ImageSource } from '../../model/image.ts';
import { openDirectory } from './open-directory.ts';

/** Any directory, or a single file: a jar, a program, a lock file. */
export const directory: ImageSource = {
  scheme: 'dir',
  title: 'directory, or a single file of packages',
  open: (target, options) => openDirectory(target, directory.scheme, 'path', options),
};
