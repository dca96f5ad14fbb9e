/** Text of a server for a one-line message: control characters and quotes escaped, cut at `maxCharacters`. */
export function quoteAnswer(answer: Uint8Array | string, maxCharacters = 80): string {
  const text =
    typeof answer === 'string'
      ? answer
      : Buffer.from(answer.buffer, answer.byteOffset, Math.min(answer.length, maxCharacters * 4)).toString();
  const cut = text.length > maxCharacters ? `${text.slice(0, maxCharacters)}…` : text;
  // JSON.stringify leaves DEL, the C1 controls and the bidirectional marks as they are; terminals do not.
  return JSON.stringify(cut).replace(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
