import { type ImageSource } from '../../model/image.ts';
import { openArchiveTarget } from './open-archive-target.ts';
import { openDockerSave } from './open-docker-save.ts';

/** What `docker save`, `podman save` and skopeo's `docker-archive:` write, also compressed: `PATH`, `PATH:TAG`, `PATH@POSITION`, `-`. */
export const dockerArchive: ImageSource = {
  scheme: 'docker-archive',
  title: 'archive of docker save',
  async open(target, options, runtime) {
    const opened = await openArchiveTarget(target, dockerArchive.scheme, options, runtime);
    await using files = opened.files;
    return await openDockerSave(files, opened.stored, options, runtime);
  },
};
