import { type Command } from '../command.ts';

export const policyImportCommand: Command = {
  name: 'policy import',
  summary: 'convert ignore files of other tools to suppressions in pratique.yaml',
  description: [
    'Reads ignore files of Trivy, Grype, Snyk, OSV-Scanner, clair-scanner, dockle and gitleaks and policy bundles of Anchore, and writes the suppressions section of pratique.yaml. Entries that cannot be converted are listed on stderr with file and line, and the exit code is 4.',
  ],
  arguments: [{ name: 'FILE', meaning: 'ignore file, recognised by its name or content', isVariadic: true, completes: 'file' }],
  options: [{ name: 'output', short: 'o', value: 'FILE', meaning: 'write to FILE', default: 'standard output', completes: 'file' }],
  examples: [
    { line: 'pratique policy import .trivyignore .snyk --output pratique.yaml', does: 'convert two ignore files to one configuration' },
    { line: 'pratique policy import bundle.json', does: 'print the allow lists of an Anchore policy bundle' },
  ],
  run: async (input, context) => (await import('./run-policy-import.ts')).runPolicyImport(input, context),
};
