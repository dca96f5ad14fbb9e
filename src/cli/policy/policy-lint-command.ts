import { type Command } from '../command.ts';
import { scanOptions } from '../scan/scan-options.ts';

export const policyLintCommand: Command = {
  name: 'policy lint',
  summary: 'find expired, unused and over-broad suppressions',
  description: [
    'Checks pratique.yaml and ignore files. Errors in a file are usage errors (exit code 2) with file and line. Suppressions that have expired, expire soon, or are too broad are listed, and the exit code is 1. With TARGETs, which are scanned, suppressions that match nothing in any of them are listed too.',
  ],
  arguments: [
    {
      name: 'TARGET',
      meaning: 'image, archive or directory to scan for findings that suppressions should match',
      isImage: true,
      isOptional: true,
      isVariadic: true,
      completes: 'file',
    },
  ],
  options: scanOptions,
  examples: [
    { line: 'pratique policy lint', does: 'check the files in the working directory' },
    { line: 'pratique policy lint app:1 worker:1 --ignorefile .trivyignore', does: 'also list entries that match nothing in two images' },
  ],
  run: async (input, context) => (await import('./run-policy-lint.ts')).runPolicyLint(input, context),
};
