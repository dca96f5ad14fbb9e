/** Text for the content of an element or for an attribute in double quotes. What XML 1.0 has no characters for becomes U+FFFD. */
export function escapeXml(text: string): string {
  if (isPlain(text)) return text;
  return text.replace(notAllowed, '\uFFFD').replace(/[&<>"\r\n\t]/g, (character) => escapes.get(character) ?? character);
}

/** Nearly all text needs no escaping; one pass without a pattern finds that out. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code > 0x7e || code === 0x22 || code === 0x26 || code === 0x3c || code === 0x3e) return false;
  }
  return true;
}

/** XML 1.0, 2.2: Char. With the flag u, surrogates are those without their other half. */
const notAllowed = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]/gu;

const escapes: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  // Parsers would make spaces of these in attributes.
  ['\r', '&#13;'],
  ['\n', '&#10;'],
  ['\t', '&#9;'],
]);
