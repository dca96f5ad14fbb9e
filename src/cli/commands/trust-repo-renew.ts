import { type Command } from '../command.ts';
import { trustWriteOptions } from '../trust/options.ts';

export const trustRepoRenewCommand: Command = {
  name: 'trust repo renew',
  summary: 'renew the timestamp of trust data that are kept in the registry',
  description: [
    'What a Notary server does by itself: whoever reads trust data in a registry refuses them when nobody has renewed them for two weeks, since they might be held back. Run it every night where the timestamp key is.',
  ],
  arguments: [{ name: 'GUN', meaning: 'repositories, as images without their tags', isVariadic: true }],
  options: [
    { name: 'days', value: 'DAYS', meaning: 'how long it is good for, 1 to 90', default: '14' },
    ...trustWriteOptions.filter(({ name }) => name !== 'server' && name !== 'tls-dir'),
  ],
  examples: [{ line: 'pratique trust repo renew ghcr.io/org/app', does: 'a nightly job' }],
  run: async (input, context) => (await import('../trust/repo-renew.ts')).runRepoRenew(input, context),
};
