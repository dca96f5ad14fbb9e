import { type DynamicSection } from '../../lib/elf/dynamic-section.ts';
import { type ElfSymbol, offsetOfTag } from './read-symbols.ts';

/** Tags of tables of relocations with their sizes, and of the packed one. */
const tables = [[7, 8], [23, 2]] as const; // prettier-ignore
const relr = { table: 36, size: 35 } as const;

/** Types that stand for an address in the file itself: RELATIVE and IRELATIVE of x86-64 and AArch64. */
const own: ReadonlySet<number> = new Set([8, 37, 1027, 1032]);

/** What the loader fills in: words with the address of a named thing, and data that point to code. */
export function readRelocations(
  bytes: Buffer,
  section: DynamicSection,
  symbols: readonly ElfSymbol[],
  isCode: (address: number) => boolean,
): { readonly slots: ReadonlyMap<number, string>; readonly pointers: readonly number[] } {
  const slots = new Map<number, string>();
  const pointers = new Set<number>();
  for (const [table, size] of tables) {
    const start = offsetOfTag(section, table);
    const length = section.tags?.get(size)?.[0] ?? 0;
    if (start === undefined) continue;
    for (let at = start; at + 24 <= Math.min(start + length, bytes.length); at += 24) {
      const place = Number(bytes.readBigUInt64LE(at));
      const [type, index] = [bytes.readUInt32LE(at + 8), bytes.readUInt32LE(at + 12)];
      const addend = Number(bytes.readBigInt64LE(at + 16));
      const symbol = symbols[index];
      if (index !== 0 && symbol !== undefined && symbol.name !== '') slots.set(place, symbol.name);
      else if (own.has(type) && isCode(addend)) pointers.add(addend);
    }
  }
  for (const address of packedPlaces(bytes, section)) {
    const at = section.offsetOf(address);
    const value = at === undefined || at + 8 > bytes.length ? 0 : Number(bytes.readBigUInt64LE(at));
    if (isCode(value)) pointers.add(value);
  }
  return { slots, pointers: [...pointers] };
}

/** `DT_RELR`: an address, then bit maps of the 63 words behind it. */
function* packedPlaces(bytes: Buffer, section: DynamicSection): Generator<number> {
  const start = offsetOfTag(section, relr.table);
  const length = section.tags?.get(relr.size)?.[0] ?? 0;
  if (start === undefined) return;
  let base = 0;
  for (let at = start; at + 8 <= Math.min(start + length, bytes.length); at += 8) {
    const entry = bytes.readBigUInt64LE(at);
    if ((entry & 1n) === 0n) {
      yield Number(entry);
      base = Number(entry) + 8;
      continue;
    }
    for (let bits = entry >> 1n, place = base; bits !== 0n; bits >>= 1n, place += 8) if ((bits & 1n) === 1n) yield place;
    base += 63 * 8;
  }
}
