import { type ImageSource } from '../../model/image.ts';
import { openArchiveTarget } from './open-archive-target.ts';
import { openLayout } from './open-layout.ts';

/** An OCI layout in a tar archive, also compressed: `PATH`, `PATH:NAME`, `PATH@DIGEST`, `-`. */
export const ociArchive: ImageSource = {
  scheme: 'oci-archive',
  title: 'OCI layout in an archive',
  async open(target, options, runtime) {
    const opened = await openArchiveTarget(target, ociArchive.scheme, options, runtime);
    await using files = opened.files;
    return await openLayout(files, opened.stored, options, runtime);
  },
};
