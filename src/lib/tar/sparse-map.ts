import { blockBytes, parseNumber } from './tar-header.ts';

/** Where stored bytes are in a sparse file; GNU tar manual, "Storing Sparse Files". Segments ascend and do not overlap. */
export interface SparseMap {
  readonly logicalBytes: number;
  /** Pairs of offset and length. */
  readonly segments: readonly number[];
}

/** `undefined` when offsets descend, overlap or leave the file, or the stored bytes do not add up. */
export function checkSparseMap(segments: readonly number[], logicalBytes: number, storedBytes: number): SparseMap | undefined {
  let end = 0;
  let stored = 0;
  for (let i = 0; i < segments.length; i += 2) {
    const offset = segments[i]!;
    const length = segments[i + 1]!;
    if (!(offset >= end) || !(length >= 0) || offset + length > logicalBytes) return undefined;
    end = offset + length;
    stored += length;
  }
  return stored === storedBytes ? { logicalBytes, segments } : undefined;
}

/** Old GNU format: up to 4 pairs in the header at 386, 21 in each extension block; `more` says whether a block follows. */
export function readGnuSegments(
  block: Buffer,
  at: number,
  isExtension: boolean,
): { readonly segments: number[]; readonly more: boolean } | undefined {
  const start = at + (isExtension ? 0 : 386);
  const count = isExtension ? 21 : 4;
  const segments: number[] = [];
  for (let i = 0; i < count; i++) {
    const pair = start + i * 24;
    if (block[pair] === 0 && block[pair + 12] === 0) break;
    const offset = parseNumber(block, pair, 12);
    const length = parseNumber(block, pair + 12, 12);
    if (offset === undefined || length === undefined) return undefined;
    segments.push(offset, length);
  }
  return { segments, more: block[at + (isExtension ? 504 : 482)] !== 0 };
}

export function readGnuLogicalSize(block: Buffer, at: number): number | undefined {
  return parseNumber(block, at + 483, 12);
}

/** Formats 0.0 and 0.1: the map is in pax records. */
export function parsePaxSegments(records: ReadonlyMap<string, string>): number[] | undefined {
  const map = records.get('GNU.sparse.map');
  if (map !== undefined) return parseNumbers(map);
  const offsets = parseNumbers(records.get('GNU.sparse.offset') ?? '');
  const lengths = parseNumbers(records.get('GNU.sparse.numbytes') ?? '');
  if (offsets === undefined || lengths?.length !== offsets.length) return undefined;
  return offsets.flatMap((offset, i) => [offset, lengths[i]!]);
}

function parseNumbers(list: string): number[] | undefined {
  if (list === '') return [];
  const numbers = list.split(',').map((part) => (/^\d{1,16}$/.test(part) ? Number(part) : Number.NaN));
  return numbers.every((value) => Number.isSafeInteger(value)) ? numbers : undefined;
}

/**
 * Format 1.0: the map precedes the content, as decimal lines, padded to whole blocks.
 * `incomplete` while more blocks are needed.
 */
export function parseLeadingMap(
  bytes: Buffer,
  maxSegments: number,
): { readonly segments: number[]; readonly mapBytes: number } | 'incomplete' | 'invalid' {
  const numbers: number[] = [];
  let wanted = 1;
  let at = 0;
  while (numbers.length < wanted) {
    const newline = bytes.indexOf(0x0a, at);
    if (newline === -1) return bytes.length - at > 20 ? 'invalid' : 'incomplete';
    const line = bytes.toString('latin1', at, newline);
    if (!/^\d{1,16}$/.test(line)) return 'invalid';
    numbers.push(Number(line));
    if (numbers.length === 1) wanted = 1 + 2 * numbers[0]!;
    if (wanted > 1 + 2 * maxSegments) return 'invalid';
    at = newline + 1;
  }
  return { segments: numbers.slice(1), mapBytes: Math.ceil(at / blockBytes) * blockBytes };
}
