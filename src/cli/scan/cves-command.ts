import { type Command } from '../command.ts';
import { cvesOptions } from './scan-options.ts';

export const cvesCommand: Command = {
  name: 'cves',
  summary: 'list the known vulnerabilities of one image',
  description: ['Lists vulnerabilities only, with the options of Docker Scout. The options of scan work too.'],
  arguments: [
    {
      name: 'TARGET',
      meaning: 'image reference, archive, OCI layout or directory',
      isOptional: true,
      unlessOption: 'input',
      completes: 'file',
    },
  ],
  options: cvesOptions,
  examples: [
    { line: 'pratique cves node:20 --only-package express', does: 'one package' },
    { line: 'pratique cves node:20 --only-severity critical --only-fixed', does: 'critical vulnerabilities with a fix' },
  ],
  run: async (input, context) => (await import('./run-scan.ts')).runScan(input, context),
};
