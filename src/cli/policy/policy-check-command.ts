import { type Command } from '../command.ts';
import { suppressionOptions } from '../judge/suppression-options.ts';

export const policyCheckCommand: Command = {
  name: 'policy check',
  summary: 'check pratique.yaml and ignore files for errors',
  description: [
    'Reads every section of pratique.yaml, compiles the expressions of its policy and checks their types, and reads ignore files. Errors are usage errors (exit code 2) with file, line and column.',
  ],
  arguments: [],
  options: [
    { name: 'config', value: 'FILE', meaning: 'configuration file', default: '$PRATIQUE_CONFIG, then pratique.yaml', completes: 'file' },
    ...suppressionOptions,
  ],
  examples: [{ line: 'pratique policy check', does: 'check the files in the working directory' }],
  run: async (input, context) => (await import('./run-policy-check.ts')).runPolicyCheck(input, context),
};
