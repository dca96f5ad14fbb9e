import { type Inspection, type Inspector } from '../../model/layer-index.ts';
import { makeByteReader } from '../../lib/bytes/byte-reader.ts';
import { isExecutable } from './read-layout.ts';

/** What kind of program or library a file is. */
export type ExecutableFormat = 'elf' | 'pe' | 'dotnet' | 'mach-o';

/** Marks programs and libraries, so that those of which nothing else is known can be reported. */
export const executableFormat: Inspector = {
  id: 'executable-format',
  version: 1,
  // Shorter files hold no header and no code.
  minFileBytes: 128,
  maxStateBytes: 64,
  wants: (_entry, head) => isExecutable(head),
  open(): Inspection {
    let format: ExecutableFormat | undefined;
    let isRead = false;
    return {
      write(chunk) {
        // The first piece is what `wants` saw: 512 bytes, or all of a shorter file.
        if (!isRead) format = formatOf(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
        isRead = true;
      },
      end: () => (format === undefined ? [] : [format]),
    };
  },
};

function formatOf(head: Buffer): ExecutableFormat | undefined {
  if (head[0] === 0x7f) return isElfProgram(head) ? 'elf' : undefined;
  if (head[0] === 0x4d) return readPe(head);
  return 'mach-o';
}

/** System V ABI, e_type: programs and shared objects. Object files, kernel modules among them, and core dumps are none. */
function isElfProgram(head: Buffer): boolean {
  const type = head[5] === 2 ? head.readUInt16BE(16) : head.readUInt16LE(16);
  return type === 2 || type === 3;
}

/** Any text may begin with `MZ`, so the signature must follow. The fifteenth data directory is the CLI header of .NET (ECMA-335, II.25.2.3.3). */
function readPe(head: Buffer): ExecutableFormat | undefined {
  const reader = makeByteReader(head, true);
  try {
    const start = reader.u32(0x3c);
    if (reader.u32(start) !== 0x4550) return undefined;
    const optional = start + 24;
    const directories = optional + (reader.u16(optional) === 0x20b ? 112 : 96);
    return reader.u32(directories + 14 * 8) === 0 ? 'pe' : 'dotnet';
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
