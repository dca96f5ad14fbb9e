import { type EngineEndpoint } from './engine-endpoint.ts';

/** A program that speaks the Docker Engine API, and how people know it. */
export interface Engine {
  readonly title: string;
  /** As the subject of a message: `the Docker daemon`. */
  readonly service: string;
  /** Run on the other machine of an ssh endpoint, with `system dial-stdio`. */
  readonly command: string;
  /** Option of the command that names a socket. */
  readonly socketOption: string;
  /** What to do when nothing listens, and when the socket may not be used. */
  readonly startHint: string;
  readonly permissionHint: string;
}

export const docker: Engine = {
  title: 'Docker',
  service: 'the Docker daemon',
  command: 'docker',
  socketOption: '--host',
  startHint: 'start Docker, or set DOCKER_HOST or DOCKER_CONTEXT',
  permissionHint: 'add your user to the group docker, or run as root',
};

export const podman: Engine = {
  title: 'Podman',
  service: 'the Podman service',
  command: 'podman',
  socketOption: '--url',
  startHint: 'start it with systemctl start podman.socket (systemctl --user without root), or set CONTAINER_HOST',
  permissionHint: 'use the socket of your own user, or run as root',
};

export interface FoundEndpoint {
  readonly endpoint: EngineEndpoint;
  /** Whether it is worth connecting to: a person or a context chose it, or its socket exists. */
  readonly isThere: boolean;
  /** Spoken in place of the one that is negotiated. */
  readonly apiVersion?: string;
}

/** For one connection. */
export interface ConnectOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** For ssh. */
  readonly environment?: Readonly<Record<string, string>>;
}
