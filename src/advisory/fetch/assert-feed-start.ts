import { PratiqueError } from '../../model/pratique-error.ts';

interface FeedKind {
  readonly suffix: string;
  readonly name: string;
  isStart(start: Buffer): boolean;
}

/** Of several suffixes that fit the first counts; the last one is for everything without a suffix of its own. */
const kinds: readonly FeedKind[] = [
  { suffix: '.zip', name: 'a zip archive', isStart: (start) => start[0] === 0x50 && start[1] === 0x4b },
  { suffix: '.gz', name: 'gzip', isStart: (start) => start[0] === 0x1f && start[1] === 0x8b },
  { suffix: '.bz2', name: 'bzip2', isStart: (start) => start.toString('latin1', 0, 3) === 'BZh' },
  { suffix: '.zst', name: 'zstd', isStart: (start) => start[1] === 0xb5 && start[2] === 0x2f && start[3] === 0xfd },
  { suffix: '.xml', name: 'XML', isStart: (start) => /^(?:\xEF\xBB\xBF)?\s*<(?!html|!doctype)/i.test(start.toString('latin1')) },
  { suffix: '.list', name: 'a list of addresses', isStart: (start) => /^https?:\/\//.test(start.toString('latin1')) },
  { suffix: '.csv', name: 'CSV', isStart: (start) => !/^\s*[<{[]/.test(start.toString('latin1')) },
  { suffix: '.txt', name: 'text', isStart: (start) => !/^\s*[<{[]/.test(start.toString('latin1')) },
  { suffix: '/last-update', name: 'a date', isStart: (start) => /^\s*[0-9]/.test(start.toString()) },
  { suffix: '', name: 'JSON', isStart: (start) => /^\uFEFF?\s*[[{]/.test(start.toString()) },
];

/** Maintenance pages and portals answer 200 as well, so the first bytes decide. Throws FETCH_FAILED. */
export function assertFeedStart(start: Buffer, url: URL): void {
  const place = `${url.origin}${url.pathname}`;
  if (start.length === 0) throw new PratiqueError('FETCH_FAILED', `${place} is empty`);
  const kind = kinds.find(({ suffix }) => url.pathname.endsWith(suffix))!;
  if (kind.isStart(start)) return;
  const isPage = start.toString('latin1').trimStart().startsWith('<');
  throw new PratiqueError('FETCH_FAILED', `${place} is ${isPage ? 'a web page, ' : ''}not ${kind.name}`);
}
