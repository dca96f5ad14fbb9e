import { type Publication } from '../../trust/notary/publish/publish-edited.ts';
import { displayWidth } from '../../lib/terminal/display-width.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { type Output } from '../command.ts';
import { fitLine, fitLines } from '../terminal/fit-lines.ts';
import { formatTable } from '../database/database-status-text.ts';

/** `published targets version 3, targets/releases version 2`. */
export function describeVersions({ versions, isMerged }: Publication): string {
  if (isMerged === true) return 'published by another command at the same time';
  return versions.size === 0 ? 'nothing to publish, already up to date' : `published ${listVersions(versions)}`;
}

/** `targets version 3, targets/releases version 2`. */
export function listVersions(versions: Iterable<readonly [string, number]>): string {
  return [...versions].map(([role, version]) => `${role} version ${version}`).join(', ');
}

/** `1 key`, `2 keys`. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;
}

/**
 * Rows under a head in capitals; `(none)` instead of nothing. A table that is wider than the terminal is written as records, with the first column as
 * their title; without a width, where a program reads it, it always is a table.
 */
export function* formatRows(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
  width?: number,
): Generator<string> {
  if (rows.length === 0) {
    yield '(none)\n';
    return;
  }
  const lines = [...formatTable([head, ...rows], right)];
  const isFitting = width === undefined || lines.every((line) => displayWidth(line.trimEnd()) <= width);
  yield* isFitting ? lines : formatRecords(head, rows, width);
}

function* formatRecords(head: readonly string[], rows: readonly (readonly string[])[], width: number): Generator<string> {
  const longest = Math.max(...head.slice(1).map((name) => name.length));
  for (const row of rows)
    for (const [at, cell] of row.map(escapeControl).entries())
      if (at === 0) yield `${fitLine(cell === '' ? '-' : cell, width)}\n`;
      else if (cell !== '') yield `${fitLine(`  ${head[at]!.padEnd(longest)}  ${cell}`, width)}\n`;
}

/** Writes lines for people, broken between words where a terminal is narrower. */
export function writeLines(output: Output, lines: Iterable<string>): Promise<void> {
  return output.write(fitLines(lines, output.terminalWidth));
}

export function formatJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
