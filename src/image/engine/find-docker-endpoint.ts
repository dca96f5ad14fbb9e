import { join } from 'node:path';
import { type DockerOptions } from '../../model/engine-options.ts';
import { type EngineEndpoint, parseEngineHost } from './engine-endpoint.ts';
import { type FoundEndpoint } from './engine.ts';
import { findSocket } from './find-socket.ts';
import { readContext, readCurrentContext } from './docker-context.ts';

/**
 * Where the docker command would find its daemon: `DOCKER_HOST`, then the context that is in use, then the usual sockets. Throws
 * CONFIG_INVALID.
 */
export async function findDockerEndpoint(options: DockerOptions): Promise<FoundEndpoint> {
  const { apiVersion } = options;
  return { ...(await find(options)), ...(apiVersion === undefined ? {} : { apiVersion }) };
}

async function find(options: DockerOptions): Promise<FoundEndpoint> {
  const { host, configDirectory, sockets } = options;
  if (host !== undefined) return { endpoint: hostEndpoint(host, options), isThere: true };
  const context = options.context ?? (configDirectory === undefined ? undefined : await readCurrentContext(configDirectory));
  if (context !== undefined && context !== 'default' && configDirectory !== undefined)
    return { endpoint: await readContext(context, configDirectory), isThere: true };
  return findSocket(sockets);
}

/** docker/cli, cli/flags: with TLS and without verification the files may be missing. */
function hostEndpoint(host: string, { tls }: DockerOptions): EngineEndpoint {
  if (tls === undefined) return parseEngineHost(host, 'DOCKER_HOST');
  const { certificateDirectory: folder, isVerified } = tls;
  return parseEngineHost(host, 'DOCKER_HOST', {
    isVerified,
    ca: join(folder, 'ca.pem'),
    certificate: join(folder, 'cert.pem'),
    key: join(folder, 'key.pem'),
  });
}
