import { type Command } from '../command.ts';
import { targetArgument } from '../scan/target-argument.ts';
import { viewOptions } from '../scan/view-options.ts';

export const reachCommand: Command = {
  name: 'reach',
  summary: 'show which packages the entrypoint of an image can load',
  description: [
    'Follows an image from its ENTRYPOINT and CMD: programs, scripts, shared libraries, and the imports of JavaScript, Python, Java, Ruby, PHP and Perl; of .NET the assemblies that an application lists. Nothing is run. Each package is loaded, loadable, not-referenced or unknown, and each finding has the state of its package.',
    'loaded: the start of the container loads it. loadable: code or configuration that is reached names it. not-referenced: nothing that is reached names it. unknown: that could not be decided; treat it as loaded.',
    'Where loaded code decides at run time what it loads, with nothing in the code to bound it, packages of its language that nothing names are unknown.',
    'Exit codes: 0 done; 2 usage error; 3 the image could not be read; 4 a layer could not be read.',
  ],
  arguments: [targetArgument('image reference, archive or OCI layout')],
  options: [
    { name: 'entrypoint', value: 'COMMAND', meaning: 'follow this command instead of ENTRYPOINT and CMD' },
    { name: 'package', value: 'NAME', meaning: 'show the way from the entrypoint to this package', isRepeatable: true },
    ...viewOptions('table', 'json', 'dot', 'svg'),
  ],
  examples: [
    { line: 'pratique reach app:1', does: 'count packages and findings by what the entrypoint can load' },
    { line: 'pratique reach app:1 --package openssl', does: 'show how the entrypoint gets to openssl' },
    { line: 'pratique reach app:1 --entrypoint "node worker.js"', does: 'follow another command of the image' },
    { line: 'pratique reach app:1 --output svg=reach.svg', does: 'print the table, and draw the packages that are reached' },
  ],
  run: async (input, context) => (await import('./run-reach.ts')).runReach(input, context),
};
