import { type Command } from '../command.ts';
import { fromOption } from '../trust/migrate/options.ts';
import { formatOption, trustReadOptions } from '../trust/options.ts';

export const trustMigrateResolveCommand: Command = {
  name: 'trust migrate resolve',
  summary: 'list what is signed with its digests, and whether the registry has them',
  description: ['Each digest is fetched from the registry and its size compared with what was signed. Ends with 4 when one is missing or differs.'],
  arguments: [{ name: 'GUN', meaning: 'repositories, as images without their tags', isOptional: true, isVariadic: true }],
  options: [fromOption, formatOption('form of the answer', ['table', 'json'], 'table'), ...trustReadOptions],
  examples: [
    { line: 'pratique trust migrate resolve docker.io/org/app', does: 'what the server vouches for' },
    { line: 'pratique trust migrate resolve --from app-trust.tar', does: 'the same of an archive, when the server is gone' },
  ],
  run: async (input, context) => (await import('../trust/migrate/resolve.ts')).runResolve(input, context),
}; // prettier-ignore
