/** Error codes caused by the bytes of an artifact. Failures of the registry are not among them: a registry that fails could hide artifacts. */
export const contentFaults: ReadonlySet<string> = new Set([
  'TARGET_NOT_FOUND',
  'DOCUMENT_INVALID',
  'DOCUMENT_TOO_LARGE',
  'DIGEST_INVALID',
  'DIGEST_MISMATCH',
  'LAYOUT_INVALID',
  'LIMIT_EXCEEDED',
]);
