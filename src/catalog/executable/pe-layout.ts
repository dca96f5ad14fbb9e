import { makeByteReader } from '../../lib/bytes/byte-reader.ts';
import { type ExecutableLayout, type Segment } from './executable-layout.ts';

/** Microsoft's PE format: the section table behind the COFF and the optional header. Throws RangeError on what is not in `head`. */
export function readPeLayout(head: Buffer): ExecutableLayout {
  const reader = makeByteReader(head, true);
  const start = reader.u32(0x3c);
  if (reader.u32(start) !== peSignature) throw new RangeError('not a PE file');
  const sectionCount = reader.u16(start + 6);
  const optional = start + 24;
  const table = optional + reader.u16(start + 20);
  const is64 = reader.u16(optional) === 0x20b;
  const imageBase = is64 ? reader.u64(optional + 24) : reader.u32(optional + 28);
  const segments: Segment[] = [];
  for (let index = 0; index < sectionCount; index++) {
    const at = table + index * sectionBytes;
    const flags = reader.u32(at + 36);
    segments.push({
      offset: reader.u32(at + 20),
      size: reader.u32(at + 16),
      address: imageBase + reader.u32(at + 12),
      isWritable: (flags & 0x8000_0000) !== 0,
      isExecutable: (flags & 0x2000_0000) !== 0,
    });
  }
  // Go's own linker says of itself that it is version 3.0; no other does.
  return { segments, isGo: reader.u16(optional + 2) === 3 ? 'yes' : 'unknown' };
}

/** `PE\0\0` */
const peSignature = 0x4550;
const sectionBytes = 40;
