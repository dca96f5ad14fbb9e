import { type Command } from '../command.ts';
import { registryOptions } from '../registry-options.ts';
import { placesOptions } from '../trust/migrate/places.ts';

export const trustMigrateInventoryCommand: Command = {
  name: 'trust migrate inventory',
  summary: 'find where Docker Content Trust is in use',
  description: [
    'Looks at CI files, Compose files, .env files, Dockerfiles, scripts, systemd units, shell profiles, Kubernetes manifests, admission policies, registry settings and trust directories. Reads only; links are not followed; passphrases and keys are never shown.',
    'Ends with 4 when something could not be looked at.',
  ],
  arguments: [
    {
      name: 'PATH',
      meaning: 'files and folders; without one, the working directory and this machine',
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
      meaning: 'form of the answer',
      choices: ['table', 'json', 'markdown'],
      default: 'table',
    },
    {
      name: 'server',
      short: 's',
      value: 'URL',
      meaning: 'a Notary server to ask for its repositories, where it lets everybody',
      isRepeatable: true,
    },
    ...placesOptions,
    ...registryOptions,
  ],
  examples: [
    { line: 'pratique trust migrate inventory', does: 'this folder and this machine' },
    { line: 'pratique trust migrate inventory ~/src --format markdown > inventory.md', does: 'every checkout, as a page for the wiki' },
  ],
  run: async (input, context) => (await import('../trust/migrate/inventory.ts')).runInventory(input, context),
};
