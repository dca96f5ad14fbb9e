import { type Command } from '../command.ts';
import { registryOptions } from '../words/registry-options.ts';

export const hardenCommand: Command = {
  name: 'harden',
  summary: 'write a Compose override that takes from services what they do not need',
  description: [
    'Reads a Compose file and the images of its services, and writes an override file: cap_drop ALL with only the capabilities that the programs of the image need, a read-only root file system with the temporary ones it needs, no-new-privileges, another user than root where nothing needs root, limits of processes, memory and processor, a health check with programs that the image has, secrets as files where its start script reads them, and internal networks. A comment says why each line is there. Nothing is run.',
    'What a file says already stays as it is. Start the services with both files and look at their logs: what a program does at run time is not in its image.',
    'Exit codes: 0 written; 2 usage error; 3 the file could not be read; 4 written, but an image could not be read and its service is left alone.',
  ],
  arguments: [
    { name: 'FILE', meaning: 'Compose file, or a directory with one; several are laid over each other', isVariadic: true, completes: 'file' },
  ],
  options: [
    { name: 'output', short: 'o', value: 'FILE', meaning: 'write the override to FILE', default: 'standard output', completes: 'file' },
    { name: 'service', value: 'NAME', meaning: 'only this service', isRepeatable: true },
    { name: 'image', value: 'SERVICE=TARGET', meaning: 'image of a service that is built, or an archive of it', isRepeatable: true },
    { name: 'memory', value: 'SIZE', meaning: 'memory of a service that has no limit', default: '512m' },
    { name: 'cpus', value: 'NUMBER', meaning: 'processors of a service that has no limit', default: '1.0' },
    { name: 'pids', value: 'NUMBER', meaning: 'processes of a service that has no limit', default: '256' },
    { name: 'platform', value: 'PLATFORM', meaning: 'os/architecture[/variant] of the images', default: 'this machine’s' },
    { name: 'offline-scan', meaning: 'use no network: local images only' },
    { name: 'no-cache', meaning: 'do not use the cache of layer indexes' },
    { name: 'allow-incomplete', meaning: 'exit 0 instead of 4 if an image could not be read' },
    ...registryOptions,
  ],
  examples: [
    { line: 'pratique harden compose.yaml --output compose.hardened.yaml', does: 'write an override' },
    { line: 'pratique harden compose.yaml --image web=web.tar --service web', does: 'one service, with an image that is not in a registry' },
  ],
  run: async (input, context) => (await import('./run-harden.ts')).runHarden(input, context),
}; // prettier-ignore
