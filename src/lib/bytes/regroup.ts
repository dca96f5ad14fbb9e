/**
 * The same bytes in pieces as long as the two buffers, which take turns: a piece is valid until the next but one is requested, so
 * that one can be used while the other is filled. The last piece is shorter.
 */
export async function* regroup(pieces: AsyncIterable<Uint8Array>, buffers: readonly [Buffer, Buffer]): AsyncGenerator<Buffer> {
  let [filling, used] = buffers;
  let filled = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length;) {
      const part = piece.subarray(at, at + filling.length - filled);
      filling.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < filling.length) continue;
      yield filling;
      [filling, used] = [used, filling];
      filled = 0;
    }
  }
  if (filled > 0) yield filling.subarray(0, filled);
}
