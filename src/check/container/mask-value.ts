/** Nothing of a short secret, and the first two characters of a long one. */
export function maskValue(value: string): string {
  return value.length < 12 ? '****' : `${value.slice(0, 2)}****`;
}
