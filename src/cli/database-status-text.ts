import { type DatabaseStatus } from '../advisory/store/database-status.ts';
import { formatManifest } from '../advisory/store/database-manifest.ts';
import { escapeControl } from '../lib/terminal/escape-control.ts';

/** For people: what the database is, its sources, and with `shards` every file of it. */
export function* formatStatus(
  { directory, manifest, bytes, damaged }: DatabaseStatus,
  show: { readonly shards: boolean },
): Generator<string> {
  const facts = manifest.shards.reduce((total, shard) => total + shard.rows, 0);
  yield `database   ${escapeControl(directory)}\n`;
  yield `data up to ${manifest.builtAt.slice(0, 10)}, built by pratique ${escapeControl(manifest.toolVersion)}, format ${manifest.formatVersion}\n`;
  yield `holds      ${count(facts)} facts in ${count(manifest.shards.length)} shards, ${megabytes(bytes)}\n\n`;
  const sources = manifest.sources.map(({ id, status, asOf, newest, records, advisories, invalid, withdrawn, license }) => [
    id, states[status], (asOf ?? newest)?.slice(0, 10) ?? 'unknown', count(records), count(advisories), count(invalid), count(withdrawn), license,
  ]); // prettier-ignore
  yield* formatTable([['SOURCE', 'STATE', 'AS OF', 'RECORDS', 'TAKEN', 'UNREADABLE', 'WITHDRAWN', 'LICENCE'], ...sources], [3, 4, 5, 6]);
  if (show.shards) {
    const shards = manifest.shards.map((shard) => [
      shard.name, megabytes(shard.bytes), count(shard.keys), count(shard.rows), shard.sources.join(' '), shard.digest,
    ]); // prettier-ignore
    yield '\n';
    yield* formatTable([['SHARD', 'SIZE', 'PACKAGES', 'FACTS', 'SOURCES', 'DIGEST'], ...shards], [1, 2, 3]);
  }
  for (const { name, reason } of damaged) yield `\nDAMAGED: shard ${escapeControl(name)} ${escapeControl(reason)}\n`;
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
