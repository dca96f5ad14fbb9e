/** `expand 32-byte k`, the words that stand on the diagonal of the state (Salsa20 specification, section 9). */
const constants = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574] as const;

/** The quarter-rounds of one double round: four columns, then four rows (Salsa20 specification, sections 4 to 6). */
const quarterRounds = [
  [0, 4, 8, 12],
  [5, 9, 13, 1],
  [10, 14, 2, 6],
  [15, 3, 7, 11],
  [0, 1, 2, 3],
  [5, 6, 7, 4],
  [10, 11, 8, 9],
  [15, 12, 13, 14],
] as const;

/** `length` bytes of XSalsa20's stream for a key of 32 and a nonce of 24 bytes (Bernstein, Extending the Salsa20 nonce, section 2). */
export function xsalsa20Stream(key: Uint8Array, nonce: Uint8Array, length: number): Buffer {
  const subkey = hsalsa20(key, nonce.subarray(0, 16));
  const input = Buffer.alloc(16);
  input.set(nonce.subarray(16, 24));
  const blocks: Buffer[] = [];
  for (let counter = 0; counter * 64 < length; counter++) {
    input.writeUInt32LE(counter, 8);
    const start = initialState(subkey, input);
    blocks.push(toBytes(twentyRounds(start).map((word, at) => word + start[at]!)));
  }
  return Buffer.concat(blocks).subarray(0, length);
}

/** The words at the places of constants and input, with nothing added at the end. */
function hsalsa20(key: Uint8Array, input: Uint8Array): Buffer {
  const words = twentyRounds(initialState(key, input));
  return toBytes(Uint32Array.from([0, 5, 10, 15, 6, 7, 8, 9], (at) => words[at]!));
}

function initialState(key: Uint8Array, input: Uint8Array): Uint32Array {
  const k = toWords(key);
  const n = toWords(input);
  const [c0, c1, c2, c3] = constants;
  return Uint32Array.of(c0, ...k.subarray(0, 4), c1, ...n, c2, ...k.subarray(4), c3);
}

function twentyRounds(state: Uint32Array): Uint32Array {
  const words = state.slice();
  for (let round = 0; round < 10; round++) {
    for (const [a, b, c, d] of quarterRounds) {
      words[b]! ^= rotate(words[a]! + words[d]!, 7);
      words[c]! ^= rotate(words[b]! + words[a]!, 9);
      words[d]! ^= rotate(words[c]! + words[b]!, 13);
      words[a]! ^= rotate(words[d]! + words[c]!, 18);
    }
  }
  return words;
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function toWords(bytes: Uint8Array): Uint32Array {
  const buffer = Buffer.from(bytes);
  return Uint32Array.from({ length: bytes.length / 4 }, (_, at) => buffer.readUInt32LE(at * 4));
}

function toBytes(words: Uint32Array): Buffer {
  const bytes = Buffer.alloc(words.length * 4);
  words.forEach((word, at) => bytes.writeUInt32LE(word, at * 4));
  return bytes;
}
