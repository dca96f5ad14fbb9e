import { fnv1a } from '../../src/lib/bolt/bolt-meta.ts';

/** What a bucket holds: bytes, or a bucket. */
export interface BoltLiteral {
  readonly [key: string]: Buffer | string | BoltLiteral;
}

const pageBytes = 4_096;

/** A file of bbolt from a literal: each bucket in pages of its own, with a branch page above its leaves where `leafSize` makes it several. */
export function boltFile(root: BoltLiteral, { leafSize = 1_000, transaction = 2 } = {}): Buffer {
  const pages: Buffer[] = [Buffer.alloc(pageBytes), Buffer.alloc(pageBytes)];
  const rootPage = addBucket(root, pages, leafSize);
  for (const [index, number] of [transaction - 1, transaction].entries()) pages[index] = metaPage(index, rootPage, pages.length, number);
  return Buffer.concat(pages);
}

function addBucket(literal: BoltLiteral, pages: Buffer[], leafSize: number): number {
  const elements = Object.entries(literal)
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([key, value]) => ({ key: Buffer.from(key), ...valueOf(value, pages, leafSize) }));
  const leaves = [];
  for (let at = 0; at === 0 || at < elements.length; at += leafSize) {
    const part = elements.slice(at, at + leafSize);
    leaves.push({
      key: part[0]?.key ?? Buffer.alloc(0),
      page: addPage(
        pages,
        0x02,
        part.map((each) => leafElement(each)),
      ),
    });
  }
  if (leaves.length === 1) return leaves[0]!.page;
  return addPage(
    pages,
    0x01,
    leaves.map(({ key, page }) => ({ head: (at) => branchHead(at, key, page), tail: key })),
  );
}

function valueOf(
  value: Buffer | string | BoltLiteral,
  pages: Buffer[],
  leafSize: number,
): { readonly isBucket: boolean; readonly value: Buffer } {
  if (typeof value === 'string' || Buffer.isBuffer(value)) return { isBucket: false, value: Buffer.from(value) };
  const header = Buffer.alloc(16);
  header.writeBigUInt64LE(BigInt(addBucket(value, pages, leafSize)));
  return { isBucket: true, value: header };
}

interface PageElement {
  /** Given how far its key and value are from it. */
  readonly head: (distance: number) => Buffer;
  readonly tail: Buffer;
}

function leafElement({ isBucket, key, value }: { readonly isBucket: boolean; readonly key: Buffer; readonly value: Buffer }): PageElement {
  return {
    head: (distance) => words(isBucket ? 1 : 0, distance, key.length, value.length),
    tail: Buffer.concat([key, value]),
  };
}

function branchHead(distance: number, key: Buffer, page: number): Buffer {
  return words(distance, key.length, page, 0);
}

function addPage(pages: Buffer[], flags: number, elements: readonly PageElement[]): number {
  let at = elements.length * 16;
  const heads = elements.map(({ head, tail }, index) => {
    const made = head(at - index * 16);
    at += tail.length;
    return made;
  });
  const content = Buffer.concat([...heads, ...elements.map(({ tail }) => tail)]);
  const overflow = Math.ceil((content.length + 16) / pageBytes) - 1;
  const page = Buffer.alloc((overflow + 1) * pageBytes);
  page.writeBigUInt64LE(BigInt(pages.length), 0);
  page.writeUInt16LE(flags, 8);
  page.writeUInt16LE(elements.length, 10);
  page.writeUInt32LE(overflow, 12);
  content.copy(page, 16);
  const number = pages.length;
  for (let part = 0; part <= overflow; part++) pages.push(page.subarray(part * pageBytes, (part + 1) * pageBytes));
  return number;
}

function metaPage(page: number, root: number, pageCount: number, transaction: number): Buffer {
  const bytes = Buffer.alloc(pageBytes);
  bytes.writeBigUInt64LE(BigInt(page), 0);
  bytes.writeUInt16LE(0x04, 8);
  words(0xed0cdaed, 2, pageBytes, 0).copy(bytes, 16);
  bytes.writeBigUInt64LE(BigInt(root), 32);
  bytes.writeBigUInt64LE(BigInt(pageCount), 56);
  bytes.writeBigUInt64LE(BigInt(transaction), 64);
  bytes.writeBigUInt64LE(fnv1a(bytes.subarray(16, 72)), 72);
  return bytes;
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * 4);
  return bytes;
}
