import { type Reporter } from './reporter.ts';

/** GitLab's container scanning report, for the security tab and merge requests. */
export const gitlabReporter: Reporter = {
  format: 'gitlab',
  aliases: ['gitlab-container-scanning', 'container-scanning'],
  title: 'GitLab container scanning report',
  mediaType: 'application/json',
  load: async () => (await import('./gitlab/write-security-report.ts')).writeContainerScanning,
};
