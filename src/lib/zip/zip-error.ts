/** The archive is cut, damaged, past a limit or of a kind that is not read; the message says which and where. */
export class ZipError extends Error {
  override readonly name = 'ZipError';
}
