import { parseEngineHost } from '../engine/engine-endpoint.ts';
import { podman } from '../engine/engine.ts';
import { findSocket } from '../engine/find-socket.ts';
import { engineSource } from './engine-source.ts';

/** Images of the Podman service, which speaks Docker's API. */
export const podmanSource = engineSource({
  scheme: 'podman',
  title: 'image in Podman',
  engine: podman,
  async findEndpoint({ podman: options }) {
    if (options?.host !== undefined) return { endpoint: parseEngineHost(options.host, 'CONTAINER_HOST'), isThere: true };
    return options === undefined ? undefined : findSocket(options.sockets);
  },
});
