/** The beginning of a text with `…` where it is longer than so many UTF-16 units; never half a character. */
export function cutText(text: string, maxUnits: number): string {
  return text.length <= maxUnits ? text : `${text.slice(0, maxUnits).replace(/[\ud800-\udbff]$/, '')}…`;
}
