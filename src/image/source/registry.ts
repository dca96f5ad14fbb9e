import { type ImageSource } from '../../model/image.ts';

/** Images of a registry that speaks the OCI distribution specification. Layers stream when they are read; nothing is written to disk. */
export const registrySource: ImageSource = {
  scheme: 'registry',
  title: 'image of a registry',
  // HTTP and TLS are loaded on demand, not for the scan of a file.
  open: async (target, options, runtime) => (await import('./open-from-registry.ts')).openFromRegistry(target, options, runtime),
};
