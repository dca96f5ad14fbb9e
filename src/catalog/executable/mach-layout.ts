import { makeByteReader, type ByteReader } from '../../lib/bytes/byte-reader.ts';
import { type ExecutableLayout, type Segment } from './executable-layout.ts';

/** mach-o/loader.h: the segment commands behind the header. Throws RangeError on what is not in `head`. */
export function readMachLayout(head: Buffer): ExecutableLayout {
  const isLittleEndian = head[3] === 0xfe;
  const is64 = head[isLittleEndian ? 0 : 3] === 0xcf;
  const reader = makeByteReader(head, isLittleEndian);
  const commandCount = reader.u32(16);
  const segments: Segment[] = [];
  for (let index = 0, at = is64 ? 32 : 28; index < commandCount; index++) {
    const command = reader.u32(at);
    if (command === (is64 ? segment64Command : segmentCommand)) segments.push(readSegment(reader, at, is64));
    const commandBytes = reader.u32(at + 4);
    if (commandBytes < 8) throw new RangeError('a load command has no length');
    at += commandBytes;
  }
  return { segments, isGo: head.includes(goSectionName) ? 'yes' : 'unknown' };
}

const segmentCommand = 1;
const segment64Command = 0x19;
const goSectionName = Buffer.from('__go_buildinfo\0');

/** The name is 16 bytes behind command and length; four words, then the highest and the first protection. */
function readSegment(reader: ByteReader, at: number, is64: boolean): Segment {
  const wordBytes = is64 ? 8 : 4;
  const word = (index: number): number => reader.word(at + 24 + index * wordBytes, wordBytes);
  const protection = reader.u32(at + 24 + 4 * wordBytes + 4);
  return { address: word(0), offset: word(2), size: word(3), isWritable: (protection & 2) !== 0, isExecutable: (protection & 4) !== 0 };
}
