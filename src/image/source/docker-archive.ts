import { type ImageSource } from '../../model/image.ts';
import { openArchive } from './open-archive.ts';
import { openDockerSave } from './open-docker-save.ts';
import { requirePath } from './require-path.ts';

/** What `docker save`, `podman save` and skopeo's `docker-archive:` write, also compressed: `PATH`, `PATH:TAG`, `PATH@POSITION`. */
export const dockerArchive: ImageSource = {
  scheme: 'docker-archive',
  title: 'archive of docker save',
  async open(target, options, runtime) {
    const located = await requirePath(target, dockerArchive.scheme, 'file');
    await using files = await openArchive(located, options, runtime);
    return await openDockerSave(files, { ...located, name: target, scheme: dockerArchive.scheme }, options, runtime);
  },
};
