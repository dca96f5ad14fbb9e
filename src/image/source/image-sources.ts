import { type ImageSource } from '../../model/image.ts';
import { containerdSource } from './containerd.ts';
import { directory } from './directory.ts';
import { dockerArchive } from './docker-archive.ts';
import { dockerSource } from './docker.ts';
import { git } from './git.ts';
import { type LocalImageSource } from './local-image-source.ts';
import { ociArchive } from './oci-archive.ts';
import { ociDir } from './oci-dir.ts';
import { podmanSource } from './podman.ts';
import { registrySource } from './registry.ts';
import { rootfs } from './rootfs.ts';

/** Where plain names are looked up before their registry, in this order. */
export const localImageSources: readonly LocalImageSource[] = [dockerSource, podmanSource, containerdSource];

/** Every place where images live. */
export const imageSources: readonly ImageSource[] = [
  ...localImageSources,
  dockerArchive,
  ociArchive,
  ociDir,
  registrySource,
  rootfs,
  directory,
  git,
];
