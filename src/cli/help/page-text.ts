import { lexer, type Token, type Tokens } from 'marked';
import { displayWidth } from '../../lib/terminal/display-width.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { fitTable } from '../../lib/terminal/fit-table.ts';
import { wrapWords } from '../../lib/terminal/wrap-words.ts';

interface Page {
  readonly width: number;
  readonly useColor: boolean;
}

/** A page of the documentation as text for a terminal: wrapped, without marks, tables in columns or, where they are too wide, row by row. */
export function pageText(markdown: string, page: Page): string {
  const lines = lexer(markdown).flatMap((token) => blockLines(token, page));
  return `${lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}

/** The row that explains a code: in a table of the page, the one that begins with it; `undefined` where there is none. */
export function codeText(markdown: string, code: string, page: Page): string | undefined {
  for (const token of lexer(markdown)) {
    if (!isTable(token)) continue;
    const row = token.rows.find(([first]) => first !== undefined && inlineText(first.tokens) === code);
    if (row !== undefined) return `${rowLines(token, row, page).join('\n')}\n`;
  }
  return undefined;
}

function blockLines(token: Token, page: Page): string[] {
  const { width } = page;
  switch (token.type) {
    case 'heading':
      return ['', strong(inlineText(token.tokens).toUpperCase(), page), ''];
    case 'paragraph':
      return [...wrapWords(inlineText(token.tokens), width), ''];
    case 'code':
      return [...(token as Tokens.Code).text.split('\n').map((line) => `    ${escapeControl(line)}`), ''];
    case 'list':
      return [...(token as Tokens.List).items.flatMap((item, at) => itemLines(item, marker(token as Tokens.List, at), page)), ''];
    case 'blockquote':
      return (token.tokens ?? []).flatMap((each) => blockLines(each, { ...page, width: width - 2 })).map((line) => `  ${line}`);
    case 'table':
      return [...tableLines(token as Tokens.Table, page), ''];
    default:
      // Comments, rules and empty lines.
      return [];
  }
}

function marker({ ordered, start }: Tokens.List, at: number): string {
  return ordered ? `${(start === '' ? 1 : start) + at}. ` : '- ';
}

function itemLines(item: Tokens.ListItem, mark: string, page: Page): string[] {
  const room = { ...page, width: page.width - mark.length };
  const lines = item.tokens.flatMap((each) =>
    each.type === 'text' ? wrapWords(inlineText((each as Tokens.Text).tokens), room.width) : blockLines(each, room),
  );
  const text = lines.join('\n').trim().split('\n');
  return text.map((line, at) => `${at === 0 ? mark : ' '.repeat(mark.length)}${line}`);
}

function isTable(token: Token): token is Tokens.Table {
  return token.type === 'table';
}

function tableLines(table: Tokens.Table, page: Page): string[] {
  const heads = table.header.map(({ tokens }) => inlineText(tokens).toUpperCase());
  const rows = table.rows.map((row) => row.map(({ tokens }) => inlineText(tokens)));
  const lines = [...fitTable(heads.map((head) => ({ head })), rows, page.width)]; // prettier-ignore
  if (lines.every((line) => displayWidth(line) <= page.width)) return lines;
  return table.rows.flatMap((row) => [...rowLines(table, row, page), '']);
}

/** The first cell as a head, the others below it after the names of their columns. */
function rowLines({ header }: Tokens.Table, row: readonly Tokens.TableCell[], page: Page): string[] {
  const [first, ...others] = row.map(({ tokens }) => inlineText(tokens));
  const names = header.slice(1).map(({ tokens }) => inlineText(tokens));
  const indent = Math.max(...names.map(displayWidth)) + 4;
  return [
    ...wrapWords(first ?? '', page.width).map((line) => strong(line, page)),
    ...others.flatMap((cell, at) => (cell === '' ? [] : wrapWords(cell, page.width, `  ${(names[at] ?? '').padEnd(indent - 2)}`, ' '.repeat(indent)))),
  ]; // prettier-ignore
}

/** Text without marks; of a link its text, and its address where that is one of the network. */
function inlineText(tokens: readonly Token[] | undefined): string {
  return (tokens ?? []).map(inlinePart).join('');
}

function inlinePart(token: Token): string {
  if (token.type === 'link') {
    const { href, text, tokens } = token as Tokens.Link;
    return /^https?:/.test(href) && text !== href ? `${inlineText(tokens)} (${href})` : inlineText(tokens);
  }
  if (token.type === 'br') return ' ';
  if (token.type === 'html') return '';
  if ('tokens' in token) return inlineText(token.tokens);
  return escapeControl(unescapeEntities('text' in token ? String(token.text) : token.raw).replaceAll('\n', ' '));
}

/** The entities that marked leaves in text. */
function unescapeEntities(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities.get(name) ?? '');
}

const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['#39', "'"],
]);

function strong(text: string, { useColor }: Page): string {
  return useColor ? `\u001b[1m${text}\u001b[22m` : text;
}
