/**
 * How deep the first item of CBOR data nests, without recursion, so that it can be asked before a recursive decoder is. Gives up at `most` + 1;
 * data that ends early, reserved and indefinite lengths count as what was seen until there. RFC 8949, section 3.
 */
export function cborDepth(bytes: Uint8Array, most: number): number {
  /** Items still to come at each level; a map counts twice, a tag once. */
  const open: number[] = [];
  let deepest = 0;
  let at = 0;
  do {
    const head = readHead(bytes, at);
    if (head === undefined) return deepest;
    at = head.end + (head.major === 2 || head.major === 3 ? head.argument : 0);
    if (open.length > 0) open[open.length - 1]! -= 1;
    const items = head.major === 4 ? head.argument : head.major === 5 ? head.argument * 2 : head.major === 6 ? 1 : 0;
    if (items > 0) open.push(items);
    deepest = Math.max(deepest, open.length);
    while (open.length > 0 && open.at(-1) === 0) open.pop();
  } while (open.length > 0 && deepest <= most);
  return deepest;
}

function readHead(bytes: Uint8Array, at: number): { readonly major: number; readonly argument: number; readonly end: number } | undefined {
  const first = bytes[at];
  if (first === undefined) return undefined;
  const minor = first & 0x1f;
  if (minor < 24) return { major: first >> 5, argument: minor, end: at + 1 };
  const width = 2 ** (minor - 24);
  if (minor > 27 || at + 1 + width > bytes.length) return undefined;
  let argument = 0;
  for (let index = at + 1; index <= at + width; index++) argument = argument * 256 + (bytes[index] ?? 0);
  return { major: first >> 5, argument, end: at + 1 + width };
}
