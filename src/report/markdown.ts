import { type Reporter } from './reporter.ts';

/** GitHub's and GitLab's Markdown: a step summary, or a comment of a pull request. */
export const markdownReporter: Reporter = {
  format: 'markdown',
  aliases: ['md'],
  title: 'Markdown, for step summaries and pull-request comments',
  mediaType: 'text/markdown; charset=utf-8',
  extensions: ['.markdown', '.md'],
  load: async () => (await import('./markdown/write-markdown.ts')).writeMarkdown,
};
