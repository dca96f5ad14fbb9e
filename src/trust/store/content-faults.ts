/** Error codes that an artifact's own bytes are to blame for. A registry that refuses or fails is another matter: it could hide what is there. */
export const contentFaults: ReadonlySet<string> = new Set([
  'TARGET_NOT_FOUND',
  'DOCUMENT_INVALID',
  'DOCUMENT_TOO_LARGE',
  'DIGEST_INVALID',
  'DIGEST_MISMATCH',
  'LIMIT_EXCEEDED',
]);
