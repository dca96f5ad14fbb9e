/**
 * Base64 as RFC 4648, section 4 (standard) or section 5 (URL-safe), padded or not, but only in the one form that encoding gives:
 * no white space, no mixed alphabets, no bits left over: what readers of protobuf's JSON, and so of DSSE and sigstore, have to take. `undefined` for
 * everything else.
 */
export function decodeBase64(text: string): Buffer | undefined {
  const encoding = /[-_]/.test(text) ? 'base64url' : 'base64';
  const bytes = Buffer.from(text, encoding);
  const full = bytes.toString('base64');
  const standard = encoding === 'base64url' ? full.replaceAll('+', '-').replaceAll('/', '_') : full;
  return text === standard || text === standard.replace(/=+$/, '') ? bytes : undefined;
}
