import { type DynamicSection, tag } from '../../lib/elf/dynamic-section.ts';

export interface ElfSymbol {
  readonly name: string;
  readonly address: number;
  readonly isDefined: boolean;
}

const entryBytes = 24;
const mostSymbols = 2_000_000;

/** The dynamic symbols, by their index. */
export function readSymbols(bytes: Buffer, section: DynamicSection): readonly ElfSymbol[] {
  const table = offsetOfTag(section, tag.symbolTable);
  if (table === undefined) return [];
  const count = Math.min(countSymbols(bytes, section), mostSymbols, Math.floor((bytes.length - table) / entryBytes));
  return Array.from({ length: count }, (_, index) => {
    const at = table + index * entryBytes;
    return {
      name: section.nameAt(bytes.readUInt32LE(at)) ?? '',
      address: Number(bytes.readBigUInt64LE(at + 8)),
      isDefined: bytes.readUInt16LE(at + 6) !== 0,
    };
  });
}

/** As the dynamic loader would: the old hash table has the number, GNU's the last index of its chains. */
function countSymbols(bytes: Buffer, section: DynamicSection): number {
  const hash = offsetOfTag(section, tag.hash);
  if (hash !== undefined && hash + 8 <= bytes.length) return bytes.readUInt32LE(hash + 4);
  const gnu = offsetOfTag(section, tag.gnuHash);
  if (gnu === undefined || gnu + 16 > bytes.length) return 0;
  const [buckets, first, words] = [0, 4, 8].map((at) => bytes.readUInt32LE(gnu + at)) as [number, number, number];
  const table = gnu + 16 + words * 8;
  if (table + buckets * 4 > bytes.length) return first;
  let last = 0;
  for (let at = 0; at < buckets; at++) last = Math.max(last, bytes.readUInt32LE(table + at * 4));
  if (last < first) return first;
  const chains = table + buckets * 4;
  while (chains + (last - first) * 4 + 4 <= bytes.length && (bytes.readUInt32LE(chains + (last - first) * 4) & 1) === 0) last++;
  return last + 1;
}

export function offsetOfTag({ tags, offsetOf }: DynamicSection, key: number): number | undefined {
  const address = tags?.get(key)?.[0];
  return address === undefined ? undefined : offsetOf(address);
}
