/**
 * The one form of a path inside an image: no leading slash, no empty, `.` or `..` segments, never above the root.
 * `./etc//passwd`, `/etc/passwd` and `etc/passwd/` are all `etc/passwd`; the root is `''`.
 */
export function normalizePath(path: string): string {
  let start = 0;
  if (path.charCodeAt(0) === dot && path.charCodeAt(1) === slash) start = 2;
  else if (path.charCodeAt(0) === slash) start = 1;
  const end = path.endsWith('/') && path.length > start ? path.length - 1 : path.length;
  const trimmed = start === 0 && end === path.length ? path : path.slice(start, end);
  return isPlain(trimmed) ? trimmed : resolveSegments(trimmed);
}

const slash = 0x2f;
const dot = 0x2e;

/** No segment is empty, `.` or `..`. */
function isPlain(path: string): boolean {
  if (path === '') return true;
  let segmentStart = 0;
  for (;;) {
    const next = path.indexOf('/', segmentStart);
    const segmentEnd = next === -1 ? path.length : next;
    const length = segmentEnd - segmentStart;
    if (length === 0) return false;
    if (length <= 2 && path.charCodeAt(segmentStart) === dot && (length === 1 || path.charCodeAt(segmentStart + 1) === dot)) return false;
    if (next === -1) return true;
    segmentStart = next + 1;
  }
}

function resolveSegments(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.join('/');
}

/** `''` for the root and for entries directly in it. */
export function parentPath(path: string): string {
  const at = path.lastIndexOf('/');
  return at === -1 ? '' : path.slice(0, at);
}

export function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
