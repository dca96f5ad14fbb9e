/** The text is cut, is not JSON, or holds more than a limit allows; the message says which and where. */
export class JsonStreamError extends Error {
  override readonly name = 'JsonStreamError';
}
