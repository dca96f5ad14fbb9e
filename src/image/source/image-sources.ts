import { type ImageSource } from '../../model/image.ts';
import { directory } from './directory.ts';
import { dockerArchive } from './docker-archive.ts';
import { ociArchive } from './oci-archive.ts';
import { ociDir } from './oci-dir.ts';
import { registrySource } from './registry.ts';
import { rootfs } from './rootfs.ts';

/** Every place where images live. */
export const imageSources: readonly ImageSource[] = [dockerArchive, ociArchive, ociDir, registrySource, rootfs, directory];
