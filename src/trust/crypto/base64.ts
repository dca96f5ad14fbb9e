/** Base64 (RFC 4648, section 4) in the one spelling that encoding gives: padded, no white space, no bits left over. `undefined` for all else. */
export function decodeStandardBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
