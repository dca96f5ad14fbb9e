/** Numbers of one byte order. Throws RangeError outside of the bytes, and for what no file offset can be. */
export interface ByteReader {
  u16(at: number): number;
  u32(at: number): number;
  u64(at: number): number;
  /** Of four or eight bytes. */
  word(at: number, bytes: number): number;
}

export function makeByteReader(bytes: Buffer, isLittleEndian: boolean): ByteReader {
  const u32 = (at: number): number => (isLittleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const u64 = (at: number): number => {
    const value = isLittleEndian ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError(`the number at ${at} is too large`);
    return Number(value);
  };
  return {
    u16: (at) => (isLittleEndian ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at)),
    u32,
    u64,
    word: (at, size) => (size === 4 ? u32(at) : u64(at)),
  };
}
