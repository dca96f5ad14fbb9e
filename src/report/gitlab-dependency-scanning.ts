import { type Reporter } from './reporter.ts';

/** GitLab's dependency scanning report, for lock files and packages of languages. */
export const gitlabDependencyScanningReporter: Reporter = {
  format: 'gitlab-dependency-scanning',
  aliases: ['gitlab-ds', 'dependency-scanning'],
  title: 'GitLab dependency scanning report',
  mediaType: 'application/json',
  load: async () => (await import('./gitlab/write-security-report.ts')).writeDependencyScanning,
};
