import { type Command } from '../command.ts';
import { guardOptions } from './guard-options.ts';

export const guardDockerCommand: Command = {
  name: 'guard docker',
  summary: 'refuse containers that the policy refuses, as an authorization plugin of dockerd',
  description: [
    'dockerd asks before it pulls an image, makes or starts a container, makes a volume, or runs a command in a container. The section guard of pratique.yaml says what is let through: images that are scanned and signed, and what containers may ask of their host. Without one, images must pass a scan, and nothing of the host is given: no --privileged, host folders, engine socket, capabilities, host namespaces or devices.',
    'An image is scanned once when it is first used, and again when its scan is older than max-age; each decision uses the policy and the suppressions of that moment. A change of pratique.yaml needs no restart.',
    'Start dockerd with --authorization-plugin=pratique, or set "authorization-plugins": ["pratique"] in daemon.json. While the guard is not running, dockerd refuses every request. Decisions are written to standard error, a JSON object a line.',
  ],
  arguments: [],
  options: [
    { name: 'socket', value: 'PATH', meaning: 'socket to listen on; its name without .sock is the name of the plugin', default: '/run/docker/plugins/pratique.sock', completes: 'file' },
    { name: 'config', value: 'FILE', meaning: 'configuration file', default: '$PRATIQUE_CONFIG, then pratique.yaml', completes: 'file' },
    ...guardOptions.filter(({ name }) => name !== 'config'),
  ],
  examples: [
    { line: 'pratique guard docker', does: 'keep the door of dockerd, by pratique.yaml' },
    { line: 'pratique guard docker --severity CRITICAL,HIGH --ignore-unfixed', does: 'refuse images with severe findings that have a fix' },
  ],
  run: async (input, context) => (await import('./run-guard-docker.ts')).runGuardDocker(input, context),
}; // prettier-ignore
