import { podman } from '../engine/engine.ts';
import { findPodmanEndpoint } from '../engine/find-podman-endpoint.ts';
import { engineSource } from './engine-source.ts';

/** Images of the Podman service, which speaks Docker's API. */
export const podmanSource = engineSource({
  scheme: 'podman',
  title: 'image in Podman',
  engine: podman,
  async findEndpoint({ podman: options }) {
    return options === undefined ? undefined : findPodmanEndpoint(options);
  },
});
