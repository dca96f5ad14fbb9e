import { type Command } from '../../command.ts';
import { registryOptions } from '../../words/registry-options.ts';
import { placesOptions } from './places.ts';

export const trustMigrateInventoryCommand: Command = {
  name: 'trust migrate inventory',
  summary: 'find where Docker Content Trust is used',
  description: [
    'Scans CI files, Compose files, .env files, Dockerfiles, scripts, systemd units, shell profiles, Kubernetes manifests, admission policies, registry settings and trust directories. Only reads. Links are not followed. Passphrases and keys are never shown.',
    'Exit code 4: something could not be read.',
  ],
  arguments: [
    {
      name: 'PATH',
      meaning: 'files and folders (default: the working directory and this machine)',
      isOptional: true,
      isVariadic: true,
      completes: 'file',
    },
  ],
  options: [
    {
      name: 'format',
      short: 'f',
      value: 'FORMAT',
      meaning: 'output format',
      choices: ['table', 'json', 'markdown'],
      default: 'table',
    },
    {
      name: 'server',
      short: 's',
      value: 'URL',
      meaning: 'list the repositories of this Notary server, if it allows that',
      isRepeatable: true,
    },
    ...placesOptions,
    ...registryOptions,
  ],
  examples: [
    { line: 'pratique trust migrate inventory', does: 'scan the working directory and this machine' },
    { line: 'pratique trust migrate inventory ~/src --format markdown > inventory.md', does: 'scan all checkouts and write a page' },
  ],
  run: async (input, context) => (await import('./inventory.ts')).runInventory(input, context),
};
