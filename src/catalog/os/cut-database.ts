/**
 * Whether a text database was cut by a full disk or a broken copy: no newline at its end, and a length of whole disk blocks. Without the
 * second a missing newline says nothing; tools that edit databases leave it out.
 */
export function isCut(content: Buffer): boolean {
  return content.length > 0 && content.length % blockBytes === 0 && content[content.length - 1] !== newline;
}

const blockBytes = 512;
const newline = 0x0a;
