import { type ImageSource } from '../../model/image.ts';
import { openDirectory } from './open-directory.ts';

/** The root of a container's or machine's file system, unpacked. */
export const rootfs: ImageSource = {
  scheme: 'rootfs',
  title: 'root file system in a directory',
  open: (target, options) => openDirectory(target, rootfs.scheme, 'directory', options),
};
