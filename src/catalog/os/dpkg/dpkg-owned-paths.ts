import { decodeText } from '../decode-text.ts';

/**
 * Files of a dpkg `.list`: one absolute path a line, a directory before what is in it. A line that the next one continues
 * is a directory and is left out.
 */
export function* ownedPathsOfList(content: Uint8Array | undefined): Iterable<string> {
  let previous = '';
  for (const line of linesOf(content)) {
    const path = line.charCodeAt(0) === slash ? line.slice(1) : line;
    const isDirectory = path.charCodeAt(previous.length) === slash && path.startsWith(previous);
    if (previous !== '' && previous !== '.' && !isDirectory) yield previous;
    previous = path;
  }
  if (previous !== '' && previous !== '.') yield previous;
}

/** Files of a dpkg `.md5sums`: 32 hexadecimal digits, two spaces, a relative path. */
export function* ownedPathsOfMd5sums(content: Uint8Array | undefined): Iterable<string> {
  for (const line of linesOf(content)) {
    const space = line.indexOf(' ');
    if (space <= 0) continue;
    const path = line.slice(space).trimStart();
    yield path.startsWith('./') ? path.slice(2) : path;
  }
}

const slash = 0x2f;

function* linesOf(content: Uint8Array | undefined): Iterable<string> {
  if (content === undefined) return;
  const text = decodeText(Buffer.from(content.buffer, content.byteOffset, content.byteLength));
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    if (end > start) yield text.slice(start, end);
    start = end + 1;
  }
}
