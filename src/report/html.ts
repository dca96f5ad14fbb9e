import { type Reporter } from './reporter.ts';

/** One HTML file that needs nothing else: sortable, filterable, printable. */
export const htmlReporter: Reporter = {
  format: 'html',
  aliases: ['htm'],
  title: 'a page for a browser, in one file',
  mediaType: 'text/html; charset=utf-8',
  extensions: ['.html', '.htm'],
  load: async () => (await import('./html/write-html.ts')).writeHtml,
};
