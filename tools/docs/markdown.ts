/** A Markdown table; cells are escaped so that data cannot break out of its column. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeCell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A page that says where it comes from, so that nobody edits it. */
export function page(title: string, source: string, ...parts: readonly string[]): string {
  return [`# ${title}`, `<!-- Made by npm run docs from ${source}. Do not edit. -->`, ...parts].join('\n\n') + '\n';
}

export function code(text: string): string {
  return `\`${text}\``;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
