import { textKindOf } from './text-kind.ts';

export type ContentKind = 'text' | 'utf-16' | 'gzip' | 'zip' | 'tar' | 'binary';

/** How many bytes tell what a content is, if it has that many. */
export const headBytes = 512;

/** Told by its first bytes and never by its name. */
export function contentKindOf(head: Uint8Array): ContentKind {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0x50 && head[1] === 0x4b && head[2] === 0x03 && head[3] === 0x04) return 'zip';
  if (tarMagic.every((byte, at) => head[tarMagicAt + at] === byte)) return 'tar';
  return textKindOf(head);
}

/** `ustar` in the header of the first entry; POSIX.1-1988. */
const tarMagic = [0x75, 0x73, 0x74, 0x61, 0x72];
const tarMagicAt = 257;
