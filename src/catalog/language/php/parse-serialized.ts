import { limits } from '../../../model/limits.ts';

export type SerializedValue = string | ReadonlyMap<string, SerializedValue>;

/**
 * PHP's serialize() of arrays, texts and numbers; php.net, serialize. Lengths count bytes. `undefined` for anything else, for objects, and for what is nested deeper than
 * `limits.lockfileDepth`.
 */
export function parseSerialized(content: Uint8Array): SerializedValue | undefined {
  // One character a byte, so that lengths are right.
  const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1');
  const open: OpenArray[] = [];
  for (let at = 0; at < text.length;) {
    if (text.charAt(at) === '}') {
      const closed = open.pop();
      if (closed === undefined) return undefined;
      at += 1;
      if (open.length === 0) return closed.members;
      continue;
    }
    scalar.lastIndex = at;
    const [all, array, length, number] = scalar.exec(text) ?? [];
    if (all === undefined) return undefined;
    at += all.length;
    if (array !== undefined) {
      const members = new Map<string, SerializedValue>();
      if (!add(open, members)) return undefined;
      open.push({ members });
      if (open.length > limits.lockfileDepth) return undefined;
      continue;
    }
    let value = number ?? '';
    if (length !== undefined) {
      value = text.slice(at, at + Number(length));
      if (!text.startsWith('";', at + Number(length))) return undefined;
      at += Number(length) + 2;
    }
    const decoded = length === undefined ? value : Buffer.from(value, 'latin1').toString('utf8');
    if (open.length === 0) return decoded;
    if (!add(open, decoded)) return undefined;
  }
  return undefined;
}

interface OpenArray {
  readonly members: Map<string, SerializedValue>;
  /** Set between a key and its value. */
  key?: string | undefined;
}

/** Groups: an array, the length of a text, another scalar. */
const scalar = /a:(\d{1,9}):\{|s:(\d{1,9}):"|(?:[idb]:([^;]{0,64})|N);/y;

function add(open: readonly OpenArray[], value: SerializedValue): boolean {
  const inside = open.at(-1);
  if (inside === undefined) return true;
  if (inside.key === undefined) {
    if (typeof value !== 'string') return false;
    inside.key = value;
  } else {
    inside.members.set(inside.key, value);
    inside.key = undefined;
  }
  return true;
}
