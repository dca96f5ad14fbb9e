import { type Command } from '../command.ts';

export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'replace other scanners in the CI files of a repository, as a diff',
  description: [
    'Reads the CI files and the ignore files of a repository and prints a diff: commands of Trivy, Grype, Syft, Docker Scout, Snyk Container, hadolint, dockle, gitleaks and clair-scanner become commands of pratique, trivy-action becomes the action of this project, and ignore files become the suppressions of a new pratique.yaml. Nothing is changed; apply the diff with: git apply.',
    'What cannot be replaced is listed on stderr with file and line, and the exit code is 4. Ignore files of other tools are read where they are, so they may stay.',
    'To move signatures of Docker Content Trust, start with "pratique trust migrate inventory".',
  ],
  arguments: [{ name: 'DIRECTORY', meaning: 'root of the repository', completes: 'file' }],
  options: [
    { name: 'output', short: 'o', value: 'FILE', meaning: 'write the diff to FILE', default: 'standard output', completes: 'file' },
  ],
  examples: [
    { line: 'pratique migrate .', does: 'show what would change' },
    { line: 'pratique migrate . -o scanners.diff', does: 'write the diff, for: git apply scanners.diff' },
  ],
  run: async (input, context) => (await import('./run-migrate.ts')).runMigrate(input, context),
};
