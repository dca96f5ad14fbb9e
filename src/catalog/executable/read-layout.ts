import { readElfLayout } from './elf-layout.ts';
import { type ExecutableLayout } from './executable-layout.ts';
import { readMachLayout } from './mach-layout.ts';
import { readPeLayout } from './pe-layout.ts';

/** How much of a file must be at hand for {@link readExecutableLayout}, or all of a shorter one: bytes. */
export const layoutBytes = 64 * 1024;

/** Whether the first bytes are those of an ELF, PE or Mach-O file. */
export function isExecutable(head: Uint8Array): boolean {
  return formatOf(head) !== undefined;
}

/** `undefined` when the headers are damaged or are not within the first {@link layoutBytes}. */
export function readExecutableLayout(head: Buffer): ExecutableLayout | undefined {
  try {
    return formatOf(head)?.(head);
  } catch (error) {
    // A header that points outside of what is there.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function formatOf(head: Uint8Array): ((head: Buffer) => ExecutableLayout) | undefined {
  const magic = head.length < 4 ? 0 : ((head[0]! << 24) | (head[1]! << 16) | (head[2]! << 8) | head[3]!) >>> 0;
  if (magic === 0x7f454c46) return readElfLayout;
  if (magic >>> 16 === 0x4d5a) return readPeLayout;
  return machMagics.has(magic) ? readMachLayout : undefined;
}

/** mach-o/loader.h: MH_MAGIC and MH_MAGIC_64 in both byte orders. */
const machMagics: ReadonlySet<number> = new Set([0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe]);
