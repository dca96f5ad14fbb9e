import { type ImageSource } from '../../model/image.ts';
import { openDirectory } from './open-directory.ts';

/** Any directory. */
export const directory: ImageSource = {
  scheme: 'dir',
  title: 'directory',
  open: (target, options) => openDirectory(target, directory.scheme, options),
};
