/** What was thrown, in its own words: JavaScript throws anything. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
