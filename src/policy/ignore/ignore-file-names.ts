/** Files of other tools that are read from the working directory, where they are; `ignore-formats.ts` has the same names. */
export const ignoreFileNames: readonly string[] = [
  '.trivyignore',
  '.trivyignore.yaml',
  '.trivyignore.yml',
  '.grype.yaml',
  '.grype.yml',
  '.snyk',
  '.dockleignore',
  '.gitleaksignore',
  'osv-scanner.toml',
];
