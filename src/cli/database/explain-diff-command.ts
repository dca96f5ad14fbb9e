import { type Command } from '../command.ts';

export const explainDiffCommand: Command = {
  name: 'explain-diff',
  summary: 'explain why two reports of an image differ',
  description: [
    'Compares two JSON reports and attributes every finding that is new, gone or changed to a package, to an advisory that was added, withdrawn or changed, or to another version of pratique.',
  ],
  arguments: [
    { name: 'BEFORE', meaning: 'report written with --format json', completes: 'file' },
    { name: 'AFTER', meaning: 'a later one', completes: 'file' },
  ],
  options: [{ name: 'format', short: 'f', value: 'FORMAT', meaning: 'output format', choices: ['table', 'json'], default: 'table' }],
  examples: [{ line: 'pratique explain-diff monday.json tuesday.json', does: 'explain why the number of findings changed overnight' }],
  run: async (input, context) => (await import('./run-explain-diff.ts')).runExplainDiff(input, context),
};
