import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type FeedFile, type FeedFolder } from '../advisory-source.ts';
import { type TarRecord, readTarRecords } from '../tar-records.ts';

const folderPath = 'redhat/data/csaf/v2/vex';
const base = 'https://security.access.redhat.com/data/csaf/v2/vex';
const names = { latest: 'archive_latest.txt', changes: 'changes.csv', deletions: 'deletions.csv' } as const;

/** What is fetched first: which archive is the latest, and what changed and went since. */
export const vexIndexes: readonly FeedFile[] = [
  ...Object.values(names).map((name) => ({
    path: `${folderPath}/${name}`,
    upstream: `${base}/${name}`,
    ...(name !== names.latest && { isOptional: true }),
  })),
  { path: folderPath, upstream: `${base}/`, isOptional: true, isFolderOnly: true },
];

/** The latest archive, and the documents that changed after its day. Throws FEED_DAMAGED. */
export function linkedVexFiles(folder: FeedFolder): readonly FeedFile[] {
  const archive = latestArchive(folder);
  if (archive === undefined) return [];
  return [archive, ...changedDocuments(folder, archive)].map((name) => ({
    path: `${folderPath}/${name}`,
    upstream: `${base}/${name}`,
    ...(name !== archive && { isOptional: true }),
  }));
}

/**
 * Every document once: single ones where they are newer than the archive, the archive's otherwise, and none that was deleted. Without a list of changes, as in a folder that nobody
 * fetched, all single documents count. Throws FEED_DAMAGED.
 */
export async function* readVexFiles(folder: FeedFolder): AsyncGenerator<TarRecord> {
  const archive = latestArchive(folder) ?? newestArchive(folder);
  const deleted = new Set(readCsv(folder, names.deletions).map(({ name }) => name));
  const hasChanges = folder.has(`${folderPath}/${names.changes}`);
  const changed = archive !== undefined && hasChanges ? new Set(changedDocuments(folder, archive)) : undefined;
  const single = singleDocuments(folder).filter((name) => !deleted.has(name) && changed?.has(name) !== false);
  if (archive === undefined && single.length === 0) throw new PratiqueError('FEED_DAMAGED', `${folderPath} has no documents`);
  const isSingle = new Set(single);
  for (const name of single) yield readSingle(join(folder.path, folderPath, name), name);
  if (archive === undefined) return;
  yield* readTarRecords(
    join(folder.path, folderPath, archive),
    (path) => documentPattern.test(path) && !isSingle.has(path) && !deleted.has(path),
  );
}

const documentPattern = /^\d{4}\/cve-[\d-]+\.json$/;

function readSingle(path: string, name: string): TarRecord {
  return { path: name, bytes: statSync(path).size > limits.feedRecordBytes ? undefined : readFileSync(path) };
}

function latestArchive(folder: FeedFolder): string | undefined {
  const path = `${folderPath}/${names.latest}`;
  if (!folder.has(path)) return undefined;
  const name = readFileSync(join(folder.path, path), 'latin1').slice(0, 200).trim();
  if (!/^csaf_vex_\d{4}-\d\d-\d\d\.tar\.zst$/.test(name)) throw new PratiqueError('FEED_DAMAGED', `${path} names no archive`);
  return name;
}

function newestArchive(folder: FeedFolder): string | undefined {
  return listed(folder, '')
    .filter((name) => name.startsWith('csaf_vex_') && name.endsWith('.tar.zst'))
    .sort()
    .at(-1);
}

function singleDocuments(folder: FeedFolder): readonly string[] {
  const years = listed(folder, '').filter((name) => /^\d{4}$/.test(name));
  return years
    .flatMap((year) => listed(folder, year).map((name) => `${year}/${name}`))
    .filter((name) => documentPattern.test(name))
    .sort();
}

function listed(folder: FeedFolder, below: string): readonly string[] {
  const path = join(folder.path, folderPath, below);
  return existsSync(path) ? readdirSync(path) : [];
}

/** Those that changed on the archive's day count, too: it may have been made before. */
function changedDocuments(folder: FeedFolder, archive: string): readonly string[] {
  const day = archive.slice('csaf_vex_'.length, 'csaf_vex_'.length + '2026-01-01'.length);
  const deleted = new Set(readCsv(folder, names.deletions).map(({ name }) => name));
  return readCsv(folder, names.changes)
    .filter(({ name, date }) => date >= day && !deleted.has(name))
    .map(({ name }) => name);
}

/** `"2024/cve-2024-0727.json","2024-11-12T09:20:44+00:00"`, one a line. */
function readCsv(folder: FeedFolder, name: string): readonly { readonly name: string; readonly date: string }[] {
  const path = `${folderPath}/${name}`;
  if (!folder.has(path)) return [];
  const rows = readFileSync(join(folder.path, path), 'latin1')
    .split('\n')
    .map((line) => line.trim().replaceAll('"', '').split(','));
  return rows.filter(([file = '']) => documentPattern.test(file)).map(([file = '', date = '']) => ({ name: file, date }));
}
