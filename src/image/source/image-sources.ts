import { type ImageSource } from '../../model/image.ts';
import { directory, rootfs } from './directory.ts';
import { dockerArchive } from './docker-archive.ts';
import { ociArchive } from './oci-archive.ts';
import { ociDirectory } from './oci-dir.ts';
import { registrySource } from './registry.ts';

/** Every place where images live. */
export const imageSources: readonly ImageSource[] = [dockerArchive, ociArchive, ociDirectory, registrySource, rootfs, directory];
