import { type Command } from '../command.ts';
import { cvesOptions } from './scan-options.ts';
import { targetArgument } from './target-argument.ts';

export const cvesCommand: Command = {
  name: 'cves',
  summary: 'list the known vulnerabilities of one image',
  description: ['Lists vulnerabilities only. Accepts the options of docker scout cves and those of pratique scan.'],
  arguments: [targetArgument('image reference, archive, OCI layout or directory')],
  options: cvesOptions,
  examples: [
    { line: 'pratique cves node:20 --only-package express', does: 'report on one package' },
    { line: 'pratique cves node:20 --only-severity critical --only-fixed', does: 'list critical vulnerabilities that have a fix' },
  ],
  run: async (input, context) => (await import('./run-scan.ts')).runScan(input, context),
};
