import { docker } from '../engine/engine.ts';
import { findDockerEndpoint } from '../engine/find-docker-endpoint.ts';
import { engineSource } from './engine-source.ts';

/** Images of the Docker daemon that the docker command would speak to. */
export const dockerSource = engineSource({
  scheme: 'docker',
  title: 'image in Docker',
  engine: docker,
  findEndpoint: async (engines) => (engines.docker === undefined ? undefined : findDockerEndpoint(engines.docker)),
});
