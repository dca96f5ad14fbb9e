import { type PodmanOptions } from '../../model/engine-options.ts';
import { parseEngineHost } from './engine-endpoint.ts';
import { type FoundEndpoint } from './engine.ts';
import { findSocket } from './find-socket.ts';

/** Where the podman command would find its service: `CONTAINER_HOST`, then the usual sockets. Throws CONFIG_INVALID. */
export async function findPodmanEndpoint({ host, sockets }: PodmanOptions): Promise<FoundEndpoint> {
  return host === undefined ? findSocket(sockets) : { endpoint: parseEngineHost(host, 'CONTAINER_HOST'), isThere: true };
}
