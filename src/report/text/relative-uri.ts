/**
 * A path as a relative reference of RFC 3986: every part percent-encoded, nothing that leads out of its root, no scheme. Never empty. A byte that was not
 * UTF-8 and is carried as a lone surrogate (PEP 383) is that byte.
 */
export function toRelativeUri(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  return parts.length === 0 ? 'image' : parts.map(encodePart).join('/');
}

function encodePart(part: string): string {
  if (/^[\w.-]*$/.test(part)) return part;
  return part
    .split(/(\p{Cs})/u)
    .map((piece) => (/^\p{Cs}$/u.test(piece) ? encodeSurrogate(piece.charCodeAt(0)) : encodeURIComponent(piece)))
    .join('');
}

function encodeSurrogate(code: number): string {
  return code >= 0xdc80 && code <= 0xdcff ? `%${(code & 0xff).toString(16).toUpperCase()}` : '%EF%BF%BD';
}
