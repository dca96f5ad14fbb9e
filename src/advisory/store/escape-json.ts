/**
 * The same JSON in ASCII alone (RFC 8259, section 7): a block of it is read without decoding, each byte being one character. What is ASCII stays as it is.
 */
export function escapeJson(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
