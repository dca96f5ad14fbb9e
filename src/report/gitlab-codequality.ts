import { type Reporter } from './reporter.ts';

/** GitLab's code quality report, for findings at lines of a merge request. */
export const gitlabCodequalityReporter: Reporter = {
  format: 'gitlab-codequality',
  aliases: ['codeclimate', 'gitlab_codeclimate', 'code-quality', 'codequality'],
  title: 'GitLab code quality report, at lines of a merge request',
  mediaType: 'application/json',
  load: async () => (await import('./gitlab/write-codequality.ts')).writeCodequality,
};
