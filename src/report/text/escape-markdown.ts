import { escapeControl } from '../../lib/terminal/escape-control.ts';

/**
 * Text from outside on one line of GitHub's and GitLab's Markdown, shown as it is: nothing becomes a tag, a link, an image, emphasis, a list, a
 * formula or a cell of a table. GitHub looks for mentions and addresses after it has read the Markdown, so that only an invisible break stops it.
 */
export function escapeMarkdown(text: string): string {
  return escapeControl(text)
    .replace(/[\\`*_{}[\]<>#|~$!&^]/g, '\\$&')
    .replace(/^[-+=]/, '\\$&')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
    .replace(/@(?=[\w-])/g, `@${invisible}`)
    .replace(/:(?=\/\/)/g, `:${invisible}`)
    .replace(/\bwww(?=\.)/gi, `$&${invisible}`);
}

/** Zero-width space. */
const invisible = '\u200b';

/** Text from outside in a code span: as it is, whatever backticks it has. The bar would end a cell of a table, also in code. */
export function markdownCode(text: string): string {
  const plain = escapeControl(text).replaceAll('|', '\\|');
  if (plain === '') return '';
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${plain}${pad}${fence}`;
}
