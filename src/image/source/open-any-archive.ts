import { type Image, type OpenOptions } from '../../model/image.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { dockerArchive } from './docker-archive.ts';
import { type ImageFiles, type StoredTarget } from './image-files.ts';
import { ociArchive } from './oci-archive.ts';
import { openDockerSave } from './open-docker-save.ts';
import { openLayout } from './open-layout.ts';

/**
 * Opens an image of an archive that is a docker-archive, an OCI layout or both, as Docker saves since version 25: that is opened as a
 * docker-archive. Throws ARCHIVE_INVALID for what is neither, and what opening them throws.
 */
export async function openAnyArchive(
  files: ImageFiles,
  target: Omit<StoredTarget, 'scheme'>,
  options: OpenOptions,
  runtime: Runtime,
): Promise<readonly Image[]> {
  if (await files.has('manifest.json')) return openDockerSave(files, { ...target, scheme: dockerArchive.scheme }, options, runtime);
  const isLayout = (await files.has('oci-layout')) || (await files.has('index.json'));
  if (isLayout) return openLayout(files, { ...target, scheme: ociArchive.scheme }, options, runtime);
  const isLegacy = await files.has('repositories');
  const reason = files.flaw ?? (isLegacy ? 'it was saved by a Docker version before 1.10' : undefined);
  if (reason !== undefined) throw new PratiqueError('ARCHIVE_INVALID', `${files.name} has no manifest.json or oci-layout: ${reason}`);
  throw new PratiqueError('ARCHIVE_INVALID', `${files.name} is not an image archive: it has no manifest.json or oci-layout`, {
    hint: 'unpack it and use dir: or rootfs:, or save the image again',
  });
}
