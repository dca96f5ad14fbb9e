import { type Command } from '../command.ts';
import { yesOption, trustWriteOptions } from '../trust/options.ts';

export const trustKeyRotateCommand: Command = {
  name: 'trust key rotate',
  summary: 'give a role another key',
  description: [
    'Of root, targets and snapshot a new key is made here; the timestamp key, and with --server-managed the snapshot key, is made by the server.',
  ],
  arguments: [
    { name: 'GUN', meaning: 'the repository, as an image without its tag: alpine, ghcr.io/org/app' },
    { name: 'ROLE', meaning: 'root, targets, snapshot or timestamp', completes: ['root', 'targets', 'snapshot', 'timestamp'] },
  ],
  options: [
    { name: 'server-managed', short: 'm', meaning: 'the server keeps the snapshot key' },
    { name: 'key', value: 'KEY_ID', meaning: 'a key that is here instead of a new one', isRepeatable: true },
    yesOption,
    ...trustWriteOptions,
  ],
  examples: [{ line: 'pratique trust key rotate ghcr.io/org/app targets', does: 'after a key was lost or seen' }],
  run: async (input, context) => (await import('../trust/keys.ts')).runKeyRotate(input, context),
};
