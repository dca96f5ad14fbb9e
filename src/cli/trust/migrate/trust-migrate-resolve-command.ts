import { type Command } from '../../command.ts';
import { fromOption } from './migrate-options.ts';
import { formatOption, trustReadOptions } from '../trust-options.ts';

export const trustMigrateResolveCommand: Command = {
  name: 'trust migrate resolve',
  summary: 'list signed tags and digests, and whether the registry has them',
  description: ['Fetches each digest from the registry and compares its size with the signed one. Exit code 4: one is missing or differs.'],
  arguments: [{ name: 'REPOSITORY', meaning: 'image names without tags (GUN in Notary)', isOptional: true, isVariadic: true }],
  options: [fromOption, formatOption('output format', ['table', 'json'], 'table'), ...trustReadOptions],
  examples: [
    { line: 'pratique trust migrate resolve docker.io/org/app', does: 'list what is signed on the server' },
    { line: 'pratique trust migrate resolve --from app-trust.tar', does: 'list what is signed in an archive' },
  ],
  run: async (input, context) => (await import('./resolve.ts')).runResolve(input, context),
}; // prettier-ignore
