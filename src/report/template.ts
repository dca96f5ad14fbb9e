import { type Reporter } from './reporter.ts';

/** A template of one's own, or one of Trivy's: `--template @FILE`. */
export const templateReporter: Reporter = {
  format: 'template',
  title: 'a template: --template @FILE, such as Trivy’s .tpl files',
  mediaType: 'text/plain; charset=utf-8',
  extensions: [],
  load: async () => (await import('./template/write-template.ts')).writeTemplate,
};
