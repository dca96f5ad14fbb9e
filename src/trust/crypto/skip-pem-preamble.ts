/** The text from its first block on. What stands before it explains it to people (RFC 7468, section 2): where a key is from, what it is for. */
export function skipPemPreamble(text: string): string {
  const at = text.search(/^-----BEGIN /m);
  return at === -1 ? text : text.slice(at);
}
