import { type Command } from '../command.ts';
import { trustWriteOptions } from './trust-options.ts';

export const trustRepoRenewCommand: Command = {
  name: 'trust repo renew',
  summary: 'renew the timestamp of trust metadata in the registry',
  description: [
    'A Notary server renews its timestamps by itself; for trust metadata in a registry, run this command, for example nightly, on a machine that has the timestamp key. Clients refuse metadata whose timestamp has expired, because newer ones might be withheld.',
  ],
  arguments: [{ name: 'REPOSITORY', meaning: 'image names without tags (GUN in Notary)', isVariadic: true }],
  options: [
    { name: 'days', value: 'DAYS', meaning: 'days until it expires, 1 to 90', default: '14' },
    ...trustWriteOptions.filter(({ name }) => name !== 'server' && name !== 'tls-dir'),
  ],
  examples: [{ line: 'pratique trust repo renew ghcr.io/org/app', does: 'renew in a nightly job' }],
  run: async (input, context) => (await import('./repo-renew.ts')).runRepoRenew(input, context),
};
