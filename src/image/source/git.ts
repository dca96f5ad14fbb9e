import { type ImageSource } from '../../model/image.ts';

/** A repository of git with its history. Each commit in which something was found is a layer, and HEAD is the last. */
export const git: ImageSource = {
  scheme: 'git',
  title: 'git repository with its history',
  open: async (target, options, runtime) => (await import('./open-repository.ts')).openRepository(target, options, runtime),
};
