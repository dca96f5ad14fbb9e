/** The bytes are not DER, or not the expected structure. The message is a phrase that follows `what cannot be read: `. */
export class DerError extends Error {
  override readonly name = 'DerError';
}
