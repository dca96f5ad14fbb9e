/** Bytes that are not DER, or not the type that is wanted there; the readers that know what was read turn it into a refusal. */
export class DerError extends Error {
  override readonly name = 'DerError';
}
