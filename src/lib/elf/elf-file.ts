/** What the dynamic loader reads of an ELF file. */
export interface ElfFile {
  /** Class, byte order and machine, as one word to compare: a loader passes over libraries for another one. */
  readonly architecture: string;
  /** `PT_INTERP`: the dynamic loader that a program asks the kernel for. Libraries and static programs have none. */
  readonly interpreter?: string;
  readonly soname?: string;
  /** `DT_NEEDED`, in its order. */
  readonly needed: readonly string[];
  /** `DT_RPATH` and `DT_RUNPATH`, divided at colons; `$ORIGIN` as written. */
  readonly rpath: readonly string[];
  readonly runpath: readonly string[];
  /** It has a dynamic section; a static program has none. */
  readonly isDynamic: boolean;
  /** Its dynamic section could not be read, so what it needs is not known. */
  readonly isCut?: true;
}

/** Bytes of a file at an offset; `undefined` where they are not at hand. */
export type ElfBytes = (offset: number, length: number) => Buffer | undefined;

/** All of a file at hand. */
export function elfBytes(content: Uint8Array): ElfBytes {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return (offset, length) => (offset + length <= bytes.length ? bytes.subarray(offset, offset + length) : undefined);
}

export function isElf(head: Uint8Array): boolean {
  return head.length >= 20 && head[0] === 0x7f && head[1] === 0x45 && head[2] === 0x4c && head[3] === 0x46;
}
