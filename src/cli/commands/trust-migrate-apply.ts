import { type Command } from '../command.ts';
import { fromOption, resignerOptions } from '../trust/migrate/options.ts';
import { formatOption, trustReadOptions } from '../trust/options.ts';

export const trustMigrateApplyCommand: Command = {
  name: 'trust migrate apply',
  summary: 'sign anew what Docker Content Trust vouches for',
  description: [
    'Signs every digest that is signed, believed and in the registry: with a sigstore key (--key), with Notation (--notation-key), with trust data in the registry (--registry), or with several. Each new signature names who had signed before, and a record file has it line by line. Without --yes nothing is signed and the plan is shown.',
    'A run that was ended goes on where it was: what the record has is not signed again. Ends with 4 when something could not be carried over.',
  ],
  arguments: [{ name: 'GUN', meaning: 'repositories, as images without their tags', isOptional: true, isVariadic: true }],
  options: [
    fromOption,
    { name: 'yes', short: 'y', meaning: 'sign; without it this is a dry run' },
    { name: 'record', value: 'FILE', meaning: 'who had signed what, as JSON lines; it only grows', default: 'content-trust-migration.jsonl', completes: 'file' },
    { name: 'policy', value: 'FILE', meaning: 'write the policy that asks for the new signatures', completes: 'file' },
    formatOption('form of the report', ['table', 'json', 'markdown'], 'table'),
    ...resignerOptions,
    ...trustReadOptions,
  ],
  examples: [
    { line: 'pratique trust migrate apply docker.io/org/app --key cosign.key', does: 'show what would be signed' },
    { line: 'pratique trust migrate apply docker.io/org/app --key cosign.key --registry --policy pratique.yaml --yes', does: 'sign the digests, bind the tags, and write the policy' },
  ],
  run: async (input, context) => (await import('../trust/migrate/apply.ts')).runApply(input, context),
}; // prettier-ignore
