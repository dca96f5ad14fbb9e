import { type Command } from '../command.ts';
import { cvesOptions } from '../scan-options.ts';

export const cvesCommand: Command = {
  name: 'cves',
  summary: 'find known vulnerabilities in one image',
  description: ['Vulnerabilities only, in the words of Docker Scout. The options of scan work too.'],
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
    { line: 'pratique cves node:20 --only-severity critical --only-fixed', does: 'what is critical and can be fixed' },
  ],
  run: async (input, context) => (await import('../run-scan.ts')).runScan(input, context),
};
