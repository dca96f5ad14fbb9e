import { type Command } from '../command.ts';
import { gateOptions } from '../report/report-options.ts';
import { suppressionOptions } from '../judge/suppression-options.ts';
import { viewOptions } from '../scan/view-options.ts';

export const compareCommand: Command = {
  name: 'compare',
  summary: 'compare two images: findings, packages, size and configuration',
  description: [
    'Shows what the second image has, compared with the first: new, fixed and changed findings, packages that were added, removed or changed, size, and configuration. "pratique compare NEW --to OLD" is the same, as in docker scout compare.',
    'Each side is what pratique scan takes, a JSON report (--output json=FILE), an SBOM, or a revision of a git repository: git:DIRECTORY@REVISION.',
    'Findings are recognised by the flaw and the package, as with --baseline. A new finding is introduced if its package or version is new, and disclosed if only the advisory is new.',
    'Exit codes: 0 done; 1 (or the number given with --exit-code) a condition of --exit-on holds; 2 usage error; 3 an image could not be scanned; 4 a scan was incomplete.',
  ],
  arguments: [
    { name: 'BEFORE', meaning: 'image, archive, directory, SBOM or JSON report; the new one where --to is given', isImage: true, completes: 'file' },
    { name: 'AFTER', meaning: 'the same, to compare with it', isImage: true, isOptional: true, completes: 'file' },
  ],
  options: [
    { name: 'to', value: 'TARGET', meaning: 'compare the first argument with this older one', completes: 'file' },
    {
      name: 'exit-on',
      short: 'x',
      value: 'LIST',
      meaning: 'fail on new vulnerabilities (vulnerability), on any difference of packages (package), or where only the new image fails pratique.yaml (policy)',
      isRepeatable: true,
    },
    { name: 'only-severity', value: 'LIST', meaning: 'the same as --severity' },
    { name: 'only-unfixed', meaning: 'compare findings without a fix only' },
    { name: 'only-package-type', value: 'LIST', meaning: 'compare packages of these types only, such as deb,apk,npm', isRepeatable: true },
    { name: 'ignore-unchanged', meaning: 'accepted from Docker Scout', note: 'not needed; only differences are listed' },
    ...gateOptions.filter(({ name }) => name === 'severity' || name === 'ignore-unfixed' || name === 'ignore-base' || name === 'allow-incomplete'),
    { name: 'exit-code', value: 'NUMBER', meaning: 'exit code of --exit-on, 0 to 255', default: '1' },
    { name: 'config', value: 'FILE', meaning: 'configuration with the policy and suppressions', default: '$PRATIQUE_CONFIG, then pratique.yaml', completes: 'file' },
    { name: 'policy', value: 'FILE', meaning: 'the same as --config', completes: 'file' },
    ...suppressionOptions.filter(({ name }) => name !== 'show-suppressed'),
    ...viewOptions('table', 'markdown', 'json'),
  ],
  examples: [
    { line: 'pratique compare app:1 app:2', does: 'show what changed from the first to the second' },
    { line: 'pratique compare app:2 --to app:1 --exit-on vulnerability', does: 'exit 1 if the new image has new vulnerabilities' },
    { line: 'pratique compare main.json app:pr --format markdown -o comment.md', does: 'write a comment for a pull request' },
    { line: 'pratique compare git:.@main git:.@HEAD', does: 'compare the dependencies of two revisions' },
  ],
  run: async (input, context) => (await import('./run-compare.ts')).runCompare(input, context),
}; // prettier-ignore
