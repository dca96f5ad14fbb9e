import { type ImageSource } from '../../model/image.ts';
import { openFolder } from './folder-files.ts';
import { openLayout } from './open-layout.ts';
import { requirePath } from './require-path.ts';

/** An OCI layout in a directory: `PATH`, `PATH:NAME`, `PATH@DIGEST`. */
export const ociDir: ImageSource = {
  scheme: 'oci-dir',
  title: 'OCI layout in a directory',
  async open(target, options, runtime) {
    const located = await requirePath(target, ociDir.scheme, 'directory');
    await using files = openFolder(located.path, located.name);
    return await openLayout(files, { ...located, name: target, scheme: ociDir.scheme }, options, runtime);
  },
};
