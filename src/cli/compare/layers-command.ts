import { diveDefaults } from '../../remedy/layers/dive-rules.ts';
import { type Command } from '../command.ts';
import { targetArgument } from '../scan/target-argument.ts';
import { viewOptions } from '../scan/view-options.ts';

export const layersCommand: Command = {
  name: 'layers',
  summary: 'show what each layer of an image adds, wastes and brings in',
  description: [
    'Lists the layers of an image with their instruction, their size, the bytes that later layers delete or replace, and the findings and secrets that each brought in. Then lists the files that are stored and not visible.',
    'The efficiency is dive’s score: for each path the smallest copy, divided by all copies. A deleted directory counts as the files in it, which dive does not count.',
    'With --ci the image is judged by dive’s rules, from .dive-ci in the working directory, --ci-config FILE, or the options of the same names. Wasted bytes are counted as dive does there: every copy of a file that is stored more than once or deleted.',
    'Exit codes: 0 done; 1 a rule failed (--ci); 2 usage error; 3 the image could not be read; 4 a layer could not be read.',
  ],
  arguments: [targetArgument('image reference, archive or OCI layout')],
  options: [
    { name: 'ci', meaning: 'judge by the rules of dive’s .dive-ci, and exit 1 if one fails' },
    { name: 'ci-config', value: 'FILE', meaning: 'file with dive’s rules; implies --ci', default: '.dive-ci', completes: 'file' },
    { name: 'lowestEfficiency', value: 'SHARE', meaning: 'rule: lowest efficiency, 0 to 1', default: diveDefaults.lowestEfficiency },
    {
      name: 'highestWastedBytes',
      value: 'SIZE',
      meaning: 'rule: most wasted bytes, such as 20MB',
      default: diveDefaults.highestWastedBytes,
    },
    {
      name: 'highestUserWastedPercent',
      value: 'SHARE',
      meaning: 'rule: most wasted bytes as a share of the layers above the first, 0 to 1',
      default: diveDefaults.highestUserWastedPercent,
    },
    ...viewOptions('table', 'json'),
  ],
  examples: [
    { line: 'pratique layers app:1', does: 'show the layers, what they waste, and which findings they brought' },
    { line: 'pratique layers app.tar --ci', does: 'exit 1 if the image fails the rules of .dive-ci' },
    { line: 'pratique layers app:1 --output json=layers.json', does: 'print the table, and write JSON to a file' },
  ],
  run: async (input, context) => (await import('./run-layers.ts')).runLayers(input, context),
};
