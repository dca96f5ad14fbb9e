import { type DatabaseStatus } from '../../advisory/store/database-status.ts';
import { formatManifest } from '../../advisory/store/database-manifest.ts';
import { coverageByShard } from '../../advisory/store/shard-coverage.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { fitStart } from '../../lib/terminal/display-width.ts';
import { fitTable, type TableColumn } from '../../lib/terminal/fit-table.ts';
import { wrapWords } from '../../lib/terminal/wrap-words.ts';

/** For people: what the database is, its sources, and with `shards` every file of it. */
export function* formatStatus(
  { directory, manifest, bytes, damaged }: DatabaseStatus,
  show: { readonly shards: boolean; readonly width: number },
): Generator<string> {
  const facts = manifest.shards.reduce((total, shard) => total + shard.rows, 0);
  yield `database   ${fitStart(escapeControl(directory), show.width - 11)}\n`;
  yield `data up to ${manifest.builtAt.slice(0, 10)}, built by pratique ${escapeControl(manifest.toolVersion)}, format ${manifest.formatVersion}\n`;
  yield `holds      ${count(facts)} ${facts === 1 ? 'fact' : 'facts'} in ${count(manifest.shards.length)} ${manifest.shards.length === 1 ? 'shard' : 'shards'}, ${megabytes(bytes)}\n\n`;
  const sources = manifest.sources.map(({ id, status, asOf, newest, records, advisories, invalid, withdrawn }) => [
    id, states[status], (asOf ?? newest)?.slice(0, 10) ?? 'unknown', count(records), count(advisories), count(invalid), count(withdrawn),
  ]); // prettier-ignore
  yield* table(sourceColumns, sources, show.width);
  if (show.shards) {
    const coverage = coverageByShard(manifest);
    const shards = manifest.shards.map((shard) => [
      shard.name, megabytes(shard.bytes), count(shard.keys), count(shard.rows), coverage.get(shard.name) === 'covered' ? 'yes' : 'no', shard.sources.join(' '), shard.digest,
    ]); // prettier-ignore
    yield '\n';
    yield* table(shardColumns, shards, show.width);
    yield '\n';
    for (const { id, license } of manifest.sources) yield* licenceLines(id, license, show.width);
  }
  for (const { name, reason } of damaged) yield `\nDAMAGED: shard ${escapeControl(name)} ${escapeControl(reason)}\n`;
}

const sourceColumns: readonly TableColumn[] = [
  { head: 'SOURCE', least: 12 },
  { head: 'STATE' },
  { head: 'AS OF' },
  { head: 'RECORDS', isRight: true },
  { head: 'ADVISORIES', isRight: true },
  { head: 'UNREADABLE', isRight: true, isOptional: true },
  { head: 'WITHDRAWN', isRight: true, isOptional: true },
];

const shardColumns: readonly TableColumn[] = [
  { head: 'SHARD', least: 10 },
  { head: 'SIZE', isRight: true },
  { head: 'PACKAGES', isRight: true },
  { head: 'FACTS', isRight: true },
  { head: 'COVERED' },
  { head: 'SOURCES', least: 14, isOptional: true },
  { head: 'DIGEST', least: 20, isOptional: true },
];

/** What a redistributed database must carry, under its own head with `--verbose`; JSON always has it. */
function licenceLines(id: string, license: string, width: number): readonly string[] {
  return wrapWords(escapeControl(`${id}: ${license}`), width, '', '  ').map((line) => `${line}\n`);
}

function* table(columns: readonly TableColumn[], rows: readonly (readonly string[])[], width: number): Generator<string> {
  for (const line of fitTable(
    columns,
    rows.map((row) => row.map(escapeControl)),
    width,
  ))
    yield `${line}\n`;
}

/** `fresh` says of a build that it read the source, and would look like a word about the age of its data. */
const states: Readonly<Record<DatabaseStatus['manifest']['sources'][number]['status'], string>> = {
  fresh: 'read',
  kept: 'kept',
  failed: 'failed',
};

/** For programs: the manifest, with where it is and what of it is damaged. */
export function formatStatusJson({ directory, manifest, bytes, damaged }: DatabaseStatus): string {
  const content = JSON.parse(formatManifest(manifest)) as Record<string, unknown>;
  return `${JSON.stringify({ directory, bytes, damaged, ...content }, undefined, 2)}\n`;
}

/** Columns as wide as their widest cell; the last is not padded. `right` lists the columns of numbers. */
export function* formatTable(rows: readonly (readonly string[])[], right: readonly number[]): Generator<string> {
  const cells = rows.map((row) => row.map(escapeControl));
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of cells) {
    const padded = row.map((cell, column) => (right.includes(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)));
    yield `${padded.join('  ').trimEnd()}\n`;
  }
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
