/** Text for the content of an element or for an attribute in double quotes. What XML 1.0 has no characters for becomes U+FFFD. */
export function escapeXml(text: string): string {
  return text.replace(notAllowed, '\uFFFD').replace(/[&<>"\r\n\t]/g, (character) => escapes.get(character) ?? character);
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
