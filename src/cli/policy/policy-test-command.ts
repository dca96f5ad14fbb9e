import { type Command } from '../command.ts';

export const policyTestCommand: Command = {
  name: 'policy test',
  summary: 'run the test cases of a policy',
  description: [
    'Runs the cases in the policy-tests section of pratique.yaml: each gives facts of a finding, its package and the report, and names the statements that they violate. Facts that a case does not give are empty, or -1. Exit codes: 0 all passed; 1 a case failed; 2 usage error.',
  ],
  arguments: [],
  options: [
    { name: 'config', value: 'FILE', meaning: 'configuration file', default: '$PRATIQUE_CONFIG, then pratique.yaml', completes: 'file' },
  ],
  examples: [{ line: 'pratique policy test', does: 'run the cases in pratique.yaml' }],
  run: async (input, context) => (await import('./run-policy-test.ts')).runPolicyTest(input, context),
};
