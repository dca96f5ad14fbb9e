import { type Command } from '../command.ts';
import { gateOptions } from '../report/report-options.ts';
import { targetArgument } from '../scan/target-argument.ts';
import { viewOptions } from '../scan/view-options.ts';
import { baseOptions } from './recommend-command.ts';

export const quickviewCommand: Command = {
  name: 'quickview',
  summary: 'summarise an image and its base on one screen',
  description: [
    'Shows the vulnerabilities of an image by severity, how many of them the base image brought, and what a rebuilt or newer base would have. Then the first things to do.',
    'Of an image in a registry, tags of the base are looked up and scanned as by pratique recommend; of others, and with --offline-scan, images that were scanned before answer.',
    'Exit codes: 0 done; 2 usage error; 3 the image could not be scanned; 4 the scan was incomplete.',
  ],
  arguments: [targetArgument('image reference, archive, OCI layout, directory or SBOM')],
  options: [...baseOptions, ...gateOptions.filter(({ name }) => name === 'allow-incomplete'), ...viewOptions('table', 'json')],
  examples: [
    { line: 'pratique quickview app:1', does: 'show one screen about an image' },
    { line: 'pratique quickview app.tar --offline-scan', does: 'the same without any network' },
  ],
  run: async (input, context) => (await import('./run-quickview.ts')).runQuickview(input, context),
};
