/**
 * deb-control(5), Depends: clauses separated by commas, alternatives by `|`, each a name with an optional architecture
 * (`python3:any`) and version (`(>= 1)`), which an installed system satisfies already. Linear; never throws.
 */
export function parseDepends(text: string): readonly (readonly string[])[] {
  return text
    .split(',')
    .map((clause) =>
      clause
        .split('|')
        .map(packageNameOf)
        .filter((name) => name !== ''),
    )
    .filter((alternatives) => alternatives.length > 0);
}

/** The name at the start of `libc6:amd64 (>= 2.36) [amd64]`. */
function packageNameOf(alternative: string): string {
  let start = 0;
  while (isSpace(alternative.charCodeAt(start))) start++;
  let end = start;
  while (end < alternative.length && !isEnd(alternative.charCodeAt(end))) end++;
  return alternative.slice(start, end);
}

/** A space, a bracket of any kind, `<` or a colon. */
function isEnd(code: number): boolean {
  return isSpace(code) || code === 0x28 || code === 0x5b || code === 0x3c || code === 0x3a;
}

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}
