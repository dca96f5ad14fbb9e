import { type Command } from '../../command.ts';
import { yesOption, trustWriteOptions } from '../trust-options.ts';

export const trustKeyRotateCommand: Command = {
  name: 'trust key rotate',
  summary: 'replace the key of a role',
  description: [
    'Root, targets and snapshot keys are generated on this machine. The server generates the timestamp key and, with --server-managed, the snapshot key; with --server registry all keys are generated on this machine.',
  ],
  arguments: [
    { name: 'REPOSITORY', meaning: 'image name without a tag, such as alpine or ghcr.io/org/app (GUN in Notary)' },
    { name: 'ROLE', meaning: 'root, targets, snapshot or timestamp', completes: ['root', 'targets', 'snapshot', 'timestamp'] },
  ],
  options: [
    { name: 'server-managed', short: 'm', meaning: 'let the server manage the snapshot key' },
    { name: 'key', value: 'KEY_ID', meaning: 'use this key of the trust directory instead of a new one', isRepeatable: true },
    yesOption,
    ...trustWriteOptions,
  ],
  examples: [{ line: 'pratique trust key rotate ghcr.io/org/app targets', does: 'after a key was lost or leaked' }],
  run: async (input, context) => (await import('./keys.ts')).runKeyRotate(input, context),
};
