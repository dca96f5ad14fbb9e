import { makeByteReader, type ByteReader } from '../../lib/bytes/byte-reader.ts';
import { type ExecutableLayout, type Segment } from './executable-layout.ts';

/** System V ABI, Object Files: the ELF header and the program header table. Throws RangeError on what is not in `head`. */
export function readElfLayout(head: Buffer): ExecutableLayout {
  const is64 = head[4] === 2;
  const reader = makeByteReader(head, head[5] !== 2);
  const tableOffset = is64 ? reader.u64(32) : reader.u32(28);
  const entryBytes = reader.u16(is64 ? 54 : 42);
  const count = reader.u16(is64 ? 56 : 44);
  if (entryBytes < (is64 ? 56 : 32)) throw new RangeError('program headers are too short');
  const segments: Segment[] = [];
  let hasGoNote = false;
  let isStatic = true;
  for (let index = 0; index < count; index++) {
    const at = tableOffset + index * entryBytes;
    const type = reader.u32(at);
    if (type === interpreterType || type === dynamicType) isStatic = false;
    if (type !== loadType && type !== noteType) continue;
    const segment = is64 ? readSegment64(reader, at) : readSegment32(reader, at);
    if (type === loadType) segments.push(segment);
    else hasGoNote ||= head.subarray(segment.offset, segment.offset + segment.size).includes(goNoteName);
  }
  // Go's own linker makes static programs by default, and can leave the note out.
  return { segments, isGo: hasGoNote ? 'yes' : isStatic ? 'possible' : 'unknown' };
}

const loadType = 1;
const dynamicType = 2;
const interpreterType = 3;
const noteType = 4;
const executableFlag = 1;
const writableFlag = 2;
/** The owner of the note with the build ID: cmd/link/internal/ld, ELFNOTE_GO_NAME. */
const goNoteName = Buffer.from('Go\0\0');

function readSegment64(reader: ByteReader, at: number): Segment {
  const flags = reader.u32(at + 4);
  return { offset: reader.u64(at + 8), address: reader.u64(at + 16), size: reader.u64(at + 32), ...accessOf(flags) };
}

function readSegment32(reader: ByteReader, at: number): Segment {
  const flags = reader.u32(at + 24);
  return { offset: reader.u32(at + 4), address: reader.u32(at + 8), size: reader.u32(at + 16), ...accessOf(flags) };
}

function accessOf(flags: number): Pick<Segment, 'isWritable' | 'isExecutable'> {
  return { isWritable: (flags & writableFlag) !== 0, isExecutable: (flags & executableFlag) !== 0 };
}
