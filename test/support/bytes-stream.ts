/** Bytes in pieces, as a stream gives them. */
export async function* bytesStream(bytes: Uint8Array, pieceBytes = 1_000): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield await Promise.resolve(bytes.subarray(at, at + pieceBytes));
}
