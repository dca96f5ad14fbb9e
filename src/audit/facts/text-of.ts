/** A text, number or truth value as text; anything else, which no field of ours should be, as none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
