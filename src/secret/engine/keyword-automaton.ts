/**
 * Finds every keyword of every rule in one walk over the bytes: Aho and Corasick, "Efficient string matching" (1975), as a table of transitions.
 * Case is ignored; bytes that no keyword has share one column.
 */
export class KeywordAutomaton {
  /** `columns[byte]` is the column of the table below. */
  readonly columns = new Uint8Array(256);
  readonly columnBits: number;
  /** The next state, at `state << columnBits | column`. */
  readonly next: Uint16Array;
  /** States from here on are the end of a keyword. */
  readonly firstFinal: number;
  /** The keywords that end in a final state, the longest first, by `state - firstFinal`. */
  readonly found: readonly (readonly number[])[];

  /** ASCII keywords; their place in the list is their number. */
  constructor(keywords: readonly string[]) {
    const folded = keywords.map((keyword) => keyword.toLowerCase());
    const columnCount = this.#assignColumns(folded);
    this.columnBits = Math.ceil(Math.log2(columnCount));
    const trie = buildTrie(folded, this.columns);
    if (trie.length > 0xffff) throw new RangeError('too many keywords');
    const order = linkFailures(trie);
    const renumbered = new Uint16Array(trie.length);
    const finals = order.filter((state) => trie[state]!.found.length > 0);
    const others = order.filter((state) => trie[state]!.found.length === 0);
    this.firstFinal = others.length;
    for (const [number, state] of [...others, ...finals].entries()) renumbered[state] = number;
    this.found = finals.map((state) => trie[state]!.found);
    this.next = fillTable(trie, order, renumbered, this.columnBits);
  }

  #assignColumns(keywords: readonly string[]): number {
    let count = 1;
    for (const byte of Buffer.from(keywords.join(''), 'latin1')) {
      if (this.columns[byte] !== 0) continue;
      this.columns[byte] = count;
      if (byte >= 0x61 && byte <= 0x7a) this.columns[byte - 32] = count;
      count++;
    }
    return count;
  }
}

interface TrieState {
  readonly children: Map<number, number>;
  found: readonly number[];
  failure: number;
}

function buildTrie(keywords: readonly string[], columns: Uint8Array): TrieState[] {
  const trie: TrieState[] = [{ children: new Map(), found: [], failure: 0 }];
  for (const [number, keyword] of keywords.entries()) {
    if (keyword === '') throw new RangeError('an empty keyword');
    let state = 0;
    for (const byte of Buffer.from(keyword, 'latin1')) {
      const { children } = trie[state]!;
      let child = children.get(columns[byte]!);
      if (child === undefined) {
        child = trie.length;
        children.set(columns[byte]!, child);
        trie.push({ children: new Map(), found: [], failure: 0 });
      }
      state = child;
    }
    trie[state]!.found = [...trie[state]!.found, number];
  }
  return trie;
}

/** Returns the states from the root outwards. */
function linkFailures(trie: TrieState[]): readonly number[] {
  const order = [0];
  for (const state of order) {
    const { children, failure } = trie[state]!;
    for (const [column, child] of children) {
      order.push(child);
      if (state === 0) continue;
      let back = failure;
      while (back !== 0 && !trie[back]!.children.has(column)) back = trie[back]!.failure;
      const target = trie[back]!.children.get(column) ?? 0;
      trie[child]!.failure = target;
      trie[child]!.found = [...trie[child]!.found, ...trie[target]!.found];
    }
  }
  return order;
}

function fillTable(trie: readonly TrieState[], order: readonly number[], renumbered: Uint16Array, columnBits: number): Uint16Array {
  const table = new Uint16Array(trie.length << columnBits);
  for (const state of order) {
    const { children, failure } = trie[state]!;
    const row = renumbered[state]! << columnBits;
    // The state to fall back to is nearer to the root, so its row is complete.
    if (state !== 0) table.copyWithin(row, renumbered[failure]! << columnBits, (renumbered[failure]! + 1) << columnBits);
    else table.fill(renumbered[0]!, row, row + (1 << columnBits));
    for (const [column, child] of children) table[row | column] = renumbered[child]!;
  }
  return table;
}
