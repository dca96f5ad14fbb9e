import { blockBytes } from './tar-header.ts';

/** One regular file of an archive. */
export interface TarFile {
  /** Relative, with `/` between its parts. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Permission bits; 0644 when absent. */
  readonly mode?: number;
}

/**
 * A tar archive of regular files (POSIX.1-2017, ustar; a pax header for names that do not fit). The same files give the same bytes: they are sorted
 * by name, belong to user and group 0, and are of 1970.
 */
export function* formatTar(files: Iterable<TarFile>): Generator<Uint8Array> {
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, bytes, mode = 0o644 } of sorted) {
    const place = splitName(name);
    if (place === undefined) yield* formatEntry({ name: 'pax', prefix: '' }, 'x', 0o644, paxRecord('path', name));
    yield* formatEntry(place ?? { name: 'long', prefix: '' }, '0', mode, bytes);
  }
  yield Buffer.alloc(2 * blockBytes);
}

interface Place {
  readonly name: string;
  readonly prefix: string;
}

/** At a slash, into at most 155 and 100 bytes; `undefined` where that cannot be, or for bytes that ustar leaves open. */
function splitName(name: string): Place | undefined {
  if (!/^[\x20-\x7e]+$/.test(name)) return undefined;
  if (name.length <= 100) return { name, prefix: '' };
  const slash = name.indexOf('/', name.length - 101);
  if (slash === -1 || slash > 155 || slash === name.length - 1) return undefined;
  return { name: name.slice(slash + 1), prefix: name.slice(0, slash) };
}

function* formatEntry({ name, prefix }: Place, flag: '0' | 'x', mode: number, bytes: Uint8Array): Generator<Uint8Array> {
  const header = Buffer.alloc(blockBytes);
  header.write(name, 0, 'latin1');
  header.write(octal(mode, 7), 100, 'latin1');
  header.write(octal(0, 7), 108, 'latin1');
  header.write(octal(0, 7), 116, 'latin1');
  header.write(octal(bytes.length, 11), 124, 'latin1');
  header.write(octal(0, 11), 136, 'latin1');
  header.fill(' ', 148, 156);
  header.write(flag, 156, 'latin1');
  header.write('ustar\x0000', 257, 'latin1');
  header.write(prefix, 345, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148, 'latin1');
  yield header;
  yield bytes;
  const padding = (blockBytes - (bytes.length % blockBytes)) % blockBytes;
  if (padding > 0) yield Buffer.alloc(padding);
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

/** `LENGTH KEY=VALUE\n`, where the length counts its own digits. */
function paxRecord(key: string, value: string): Buffer {
  const body = Buffer.byteLength(` ${key}=${value}\n`);
  let length = body + String(body).length;
  if (String(length).length > String(body).length) length += 1;
  return Buffer.from(`${length} ${key}=${value}\n`);
}
