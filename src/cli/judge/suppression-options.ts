import { type CommandOption } from '../command.ts';

/** What does not count. */
export const suppressionOptions: readonly CommandOption[] = [
  {
    name: 'ignorefile',
    value: 'FILE',
    meaning: 'suppress findings listed in this ignore file: .trivyignore, .grype.yaml, .snyk and others',
    default: 'known ignore files in the working directory',
    isRepeatable: true,
    completes: 'file',
  },
  { name: 'no-ignorefile', meaning: 'do not read ignore files from the working directory' },
  {
    name: 'whitelist',
    short: 'w',
    value: 'FILE',
    meaning: 'suppress findings listed in a clair-scanner whitelist',
    isRepeatable: true,
    completes: 'file',
  },
  { name: 'show-suppressed', meaning: 'list suppressed findings in the table' },
];
