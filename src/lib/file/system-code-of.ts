/** What the system calls what went wrong, such as `ENOENT`; `undefined` where it did not say. */
export function systemCodeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
