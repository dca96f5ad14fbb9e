/** Bytes are not DER, or not of the structure that was expected. Those who read them name what they read. */
export class DerError extends Error {
  override readonly name = 'DerError';
}
