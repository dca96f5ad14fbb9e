import { type Reporter } from './reporter.ts';

/** Workflow commands of GitHub Actions: annotations on the lines of a pull request. */
export const githubAnnotationsReporter: Reporter = {
  format: 'github-annotations',
  aliases: ['gh-annotations', 'annotations'],
  title: 'annotations in GitHub Actions, on standard output',
  mediaType: 'text/plain; charset=utf-8',
  load: async () => (await import('./annotations/write-annotations.ts')).writeAnnotations,
};
