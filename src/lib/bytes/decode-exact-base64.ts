/**
 * Base64 in the one spelling that formats with signatures over their text ask for: of RFC 4648, section 4, padded (`base64`), or of section 5,
 * not padded (`base64url`); no white space, no bits left over. `undefined` for everything else. See `decodeBase64` for all four spellings.
 */
export function decodeExactBase64(text: string, alphabet: 'base64' | 'base64url' = 'base64'): Buffer | undefined {
  const bytes = Buffer.from(text, alphabet);
  return bytes.toString(alphabet) === text ? bytes : undefined;
}
