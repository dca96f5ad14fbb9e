/** Whether `.dockerignore` leaves a path of the build context out: the last pattern that matches decides, and `!` takes back. */
export function ignoreMatcher(lines: readonly string[]): (path: string) => boolean {
  const patterns = lines
    .map((line) => line.replace(/^\ufeff/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ isTakenBack: line.startsWith('!'), parts: partsOf(line.replace(/^!/, '')) }));
  return (path) => {
    const parts = partsOf(path);
    if (parts.length === 0 || parts.length > mostParts) return false;
    let isOut = false;
    for (const { isTakenBack, parts: pattern } of patterns) if (matches(pattern, parts)) isOut = !isTakenBack;
    return isOut;
  };
}

const mostParts = 100;

function partsOf(path: string): readonly string[] {
  return path
    .replace(/["']/g, '')
    .trim()
    .split('/')
    .filter((part) => part !== '' && part !== '.');
}

/** Whether the pattern matches the path or a folder above it. Each pair of parts is looked at once, so that no pattern is slow. */
function matches(pattern: readonly string[], parts: readonly string[]): boolean {
  if (pattern.length === 0 || pattern.length > mostParts) return false;
  let reached = new Set([0]);
  for (const part of pattern) {
    const next = new Set<number>();
    for (const at of reached) {
      if (part === '**') for (let to = at; to <= parts.length; to++) next.add(to);
      else if (at < parts.length && matchesPart(part, parts[at]!)) next.add(at + 1);
    }
    reached = next;
  }
  return reached.size > 0;
}

/** `*` is any text and `?` any character: on a mismatch the last star takes one character more. */
function matchesPart(pattern: string, text: string): boolean {
  let [at, star, resume] = [0, -1, 0];
  for (let index = 0; index < text.length;) {
    if (pattern[at] === '*') {
      star = at++;
      resume = index;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[index])) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++resume;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
