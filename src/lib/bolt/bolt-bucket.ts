import { BoltError } from './bolt-error.ts';

/** Gives a page with what overflows it. */
export type PageReader = (page: bigint) => Promise<Buffer>;

/** Pages above pages; a tree of a terabyte has fewer. */
const maxDepth = 32;

const branchFlag = 0x01;
const leafFlag = 0x02;
const headerBytes = 16;
const elementBytes = 16;
const bucketHeaderBytes = 16;

/** Keys and values, and buckets inside; bbolt, bucket.go. */
export class BoltBucket {
  readonly #read: PageReader;
  readonly #root: bigint;
  /** The only page of a small bucket, which is kept in its parent. */
  readonly #inline: Buffer | undefined;

  constructor(read: PageReader, root: bigint, inline?: Buffer) {
    this.#read = read;
    this.#root = root;
    this.#inline = inline;
  }

  /** The value of a key; `undefined` when there is none, or a bucket. */
  async get(key: string): Promise<Buffer | undefined> {
    const found = await this.#find(Buffer.from(key));
    return found === undefined || found.isBucket ? undefined : found.value;
  }

  /** A bucket inside; `undefined` when there is none of that name. */
  async bucket(name: string): Promise<BoltBucket | undefined> {
    const found = await this.#find(Buffer.from(name));
    return found?.isBucket === true ? this.#open(found.value) : undefined;
  }

  /** Names of the buckets inside, in their order. */
  async *bucketNames(): AsyncGenerator<string, void, undefined> {
    for await (const { isBucket, key } of this.#leaves(await this.#first(), 0)) if (isBucket) yield key.toString('utf8');
  }

  #open(value: Buffer): BoltBucket {
    if (value.length < bucketHeaderBytes) throw new BoltError('a bucket has no header');
    const root = value.readBigUInt64LE(0);
    return root === 0n ? new BoltBucket(this.#read, root, value.subarray(bucketHeaderBytes)) : new BoltBucket(this.#read, root);
  }

  #first(): Promise<Buffer> {
    return this.#inline === undefined ? this.#read(this.#root) : Promise.resolve(this.#inline);
  }

  async #find(key: Buffer): Promise<Leaf | undefined> {
    let page = await this.#first();
    for (let depth = 0; depth < maxDepth; depth++) {
      if (isLeaf(page)) return leavesOf(page).find((leaf) => leaf.key.equals(key));
      // The last branch whose first key is not behind the wanted one.
      const branches = branchesOf(page);
      const next = branches.filter((branch) => Buffer.compare(branch.key, key) <= 0).at(-1);
      if (next === undefined) return undefined;
      page = await this.#read(next.page);
    }
    throw new BoltError(`its tree is more than ${maxDepth} pages deep`);
  }

  async *#leaves(page: Buffer, depth: number): AsyncGenerator<Leaf, void, undefined> {
    if (depth >= maxDepth) throw new BoltError(`its tree is more than ${maxDepth} pages deep`);
    if (isLeaf(page)) yield* leavesOf(page);
    else for (const branch of branchesOf(page)) yield* this.#leaves(await this.#read(branch.page), depth + 1);
  }
}

interface Leaf {
  readonly isBucket: boolean;
  readonly key: Buffer;
  readonly value: Buffer;
}

interface Branch {
  readonly key: Buffer;
  readonly page: bigint;
}

function isLeaf(page: Buffer): boolean {
  if (page.length < headerBytes) throw new BoltError('a page is truncated');
  const flags = page.readUInt16LE(8);
  if ((flags & (leafFlag | branchFlag)) === 0) throw new BoltError(`a page of type ${flags} is where keys should be`);
  return (flags & leafFlag) !== 0;
}

function leavesOf(page: Buffer): readonly Leaf[] {
  return elementsOf(page).map((at) => {
    const start = at + page.readUInt32LE(at + 4);
    const keyEnd = start + page.readUInt32LE(at + 8);
    const isBucket = (page.readUInt32LE(at) & 1) !== 0;
    return { isBucket, key: part(page, start, keyEnd), value: part(page, keyEnd, keyEnd + page.readUInt32LE(at + 12)) };
  });
}

function branchesOf(page: Buffer): readonly Branch[] {
  return elementsOf(page).map((at) => {
    const start = at + page.readUInt32LE(at);
    return { key: part(page, start, start + page.readUInt32LE(at + 4)), page: page.readBigUInt64LE(at + 8) };
  });
}

/** Where the elements of a page start. */
function elementsOf(page: Buffer): readonly number[] {
  const count = page.readUInt16LE(10);
  if (headerBytes + count * elementBytes > page.length) throw new BoltError('a page has more elements than it can hold');
  return Array.from({ length: count }, (_, index) => headerBytes + index * elementBytes);
}

function part(page: Buffer, start: number, end: number): Buffer {
  if (start > end || end > page.length) throw new BoltError('an element reaches beyond its page');
  return page.subarray(start, end);
}
