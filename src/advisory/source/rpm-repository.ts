import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseXml } from '../../lib/xml/parse-xml.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type FeedFile, type FeedFolder } from './advisory-source.ts';
import { childOf, childrenOf, textOf } from './xml-records.ts';

/** A repository of RPMs whose index is fetched first (createrepo_c, repomd.xml). */
export interface RpmRepository {
  /** Where its files are below a mirror's root. */
  readonly path: string;
  /** Address of the repository, or of a list of its mirrors. */
  readonly upstream: string;
  /** The address is of a file with one address of a mirror a line. */
  readonly isMirrorList?: boolean;
  readonly isOptional?: boolean;
}

/** What to fetch before anything of the repository is known. */
export function indexFiles({ path, upstream, isMirrorList = false, isOptional = true }: RpmRepository): readonly FeedFile[] {
  const file = isMirrorList
    ? { path: `${path}/mirror.list`, upstream }
    : { path: `${path}/repomd.xml`, upstream: `${upstream}/repodata/repomd.xml` };
  return [{ ...file, isOptional }];
}

/** The bulletins themselves, where a folder has them without the index that leads to them. */
export function folderFile({ path, upstream }: RpmRepository): FeedFile {
  return { path: `${path}/updateinfo.xml`, upstream, isOptional: true, isFolderOnly: true };
}

/** What the files that are there name: the index on a mirror, then the list of bulletins. */
export function linkedRepositoryFiles(folder: FeedFolder, repository: RpmRepository): readonly FeedFile[] {
  const { path, upstream, isMirrorList = false, isOptional = true } = repository;
  const base = isMirrorList ? readMirror(folder, `${path}/mirror.list`) : upstream;
  if (base === undefined) return [];
  const index = { path: `${path}/repomd.xml`, upstream: `${base}/repodata/repomd.xml`, isOptional };
  if (!folder.has(index.path)) return [index];
  const updates = readUpdateInfo(folder, index.path);
  return updates === undefined
    ? [index]
    : [index, { path: `${path}/updateinfo.xml${updates.ending}`, upstream: `${base}/${updates.href}`, ...updates.checked, isOptional }];
}

function readMirror(folder: FeedFolder, path: string): string | undefined {
  if (!folder.has(path)) return undefined;
  const [first = ''] = readText(folder, path).split('\n', 1);
  const address = first.trim().replace(/\/+$/, '');
  if (!/^https?:\/\/[\x21-\x7e]{1,1000}$/.test(address)) throw new PratiqueError('FEED_DAMAGED', `${path} names no mirror`);
  return address;
}

interface UpdateInfo {
  readonly href: string;
  readonly ending: string;
  readonly checked: Pick<FeedFile, 'sha256'>;
}

/** `undefined` for a repository without bulletins. */
function readUpdateInfo(folder: FeedFolder, path: string): UpdateInfo | undefined {
  const data = childrenOf(readIndex(folder, path), 'data').find(({ attributes }) => attributes.get('type') === 'updateinfo');
  if (data === undefined) return undefined;
  const href = childOf(data, 'location')?.attributes.get('href') ?? '';
  if (!/^[\w./+-]{1,500}$/.test(href) || href.split('/').includes('..'))
    throw new PratiqueError('FEED_DAMAGED', `${path} names no updateinfo file`);
  const checksum = childOf(data, 'checksum')?.attributes.get('type') === 'sha256' ? textOf(data, 'checksum') : undefined;
  return { href, ending: /\.(?:gz|bz2|zst|xz)$/.exec(href)?.[0] ?? '', checked: checksum === undefined ? {} : { sha256: checksum } };
}

function readIndex(folder: FeedFolder, path: string): ReturnType<typeof parseXml> {
  try {
    return parseXml(readText(folder, path), { maxDepth: 8, maxElements: 10_000 });
  } catch (cause) {
    if (cause instanceof PratiqueError) throw cause;
    throw new PratiqueError('FEED_DAMAGED', `${path} is not the index of a repository`, { cause });
  }
}

function readText(folder: FeedFolder, path: string): string {
  const bytes = readFileSync(join(folder.path, path));
  if (bytes.length > limits.documentBytes) throw new PratiqueError('LIMIT_EXCEEDED', `${path} has more than ${limits.documentBytes} bytes`);
  return bytes.toString();
}
