/** A file that is not bbolt's, is damaged, exceeds a bound, or changes faster than it can be read. */
export class BoltError extends Error {
  override readonly name = 'BoltError';
}
