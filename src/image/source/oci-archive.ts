import { type ImageSource } from '../../model/image.ts';
import { openArchive } from './open-archive.ts';
import { openLayout } from './open-layout.ts';
import { requirePath } from './require-path.ts';

/** An OCI layout in a tar archive, also compressed: `PATH`, `PATH:NAME`, `PATH@DIGEST`. */
export const ociArchive: ImageSource = {
  scheme: 'oci-archive',
  title: 'OCI layout in an archive',
  async open(target, options, runtime) {
    const located = await requirePath(target, ociArchive.scheme, 'file');
    await using files = await openArchive(located, options, runtime);
    return await openLayout(files, { ...located, name: target, scheme: ociArchive.scheme }, options, runtime);
  },
};
