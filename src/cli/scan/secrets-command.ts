import { type Command, type CommandInput } from '../command.ts';
import { scanOptions } from './scan-options.ts';
import { targetArgument } from './target-argument.ts';

/** Options about other kinds of findings, which mean nothing here. */
const otherKinds: ReadonlySet<string> = new Set([
  'scanners',
  'only-package',
  'db',
  'skip-db-update',
  'sbom-sources',
  'ignore-unfixed',
  'known-exploited',
  'unknown-severity',
  'list-all-pkgs',
  'pkg-types',
  'vuln-type',
  'skip-java-db-update',
]);

export const secretsCommand: Command = {
  name: 'secrets',
  summary: 'find secrets in images, directories and git history',
  description: [
    'Finds tokens, private keys and passwords in the files of every layer, in environment variables, labels, commands and the history. Files that a later layer deletes or replaces are searched too: anyone who can pull the image can extract them. After git:, TARGET is a repository: all versions of all files are searched, without a checkout.',
    'Each secret is shown with where it can be read: in the container, deleted but extractable, in the history, in the configuration. Secrets are masked in every output. Revoke a secret that was found; deleting the file is not enough.',
    'The same as pratique scan --scanners secret.',
  ],
  arguments: [targetArgument('image reference, archive, OCI layout or directory', { isVariadic: true })],
  options: scanOptions.filter(({ name }) => !otherKinds.has(name)),
  examples: [
    { line: 'pratique secrets app:1', does: 'search an image' },
    { line: 'pratique secrets image.tar --exit-code 1', does: 'exit 1 if there are secrets' },
    { line: 'pratique secrets dir:.', does: 'search the files of a directory' },
    { line: 'pratique secrets git:.', does: 'search every version of every file of a git repository' },
  ],
  run: async (input, context) => (await import('./run-scan.ts')).runScan(withScanner(input), context),
};

function withScanner(input: CommandInput): CommandInput {
  return { ...input, options: new Map([...input.options, ['scanners', ['secret']]]) };
}
