/** A compiled path pattern. `*` and `?` stay within a segment, `**` crosses them; doublestar's rules without braces and classes. */
export interface GlobPattern {
  readonly text: string;
  matches(path: string): boolean;
}

const any = 0;
const star = 1;
const globstar = 2;
type Token = string | typeof any | typeof star | typeof globstar;

/** Time is bounded by the length of the pattern times that of the path, whatever the pattern. */
export function compileGlob(text: string): GlobPattern {
  const wild = text.search(/[*?\\]/);
  if (wild === -1) return { text, matches: (path) => path === text };
  const head = text.slice(0, wild);
  const tokens = tokenize(text.slice(wild));
  return { text, matches: (path) => path.startsWith(head) && isMatch(tokens, path, head.length) };
}

/** A backslash makes the next character literal. Stars beside each other are one. */
function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    if (character === '\\' && at + 1 < text.length) tokens.push(text[(at += 1)]!);
    else if (character === '?') tokens.push(any);
    else if (character !== '*') tokens.push(character);
    else {
      let end = at;
      while (text[end + 1] === '*') end += 1;
      const isCrossing = end > at;
      at = end;
      // `**/` also means no directory at all.
      if (isCrossing && text[end + 1] === '/') at += 1;
      tokens.push(isCrossing ? globstar : star);
    }
  }
  return tokens;
}

/** Keeps the set of positions in the pattern that the path read so far can lead to. */
function isMatch(tokens: readonly Token[], path: string, from: number): boolean {
  let states = close(tokens, new Set([0]));
  for (let at = from; at < path.length && states.size > 0; at += 1) {
    const character = path[at]!;
    const next = new Set<number>();
    for (const state of states) {
      const token = tokens[state];
      if (token === globstar || (token === star && character !== '/')) next.add(state);
      else if (token === character || (token === any && character !== '/')) next.add(state + 1);
    }
    states = close(tokens, next);
  }
  return states.has(tokens.length);
}

/** Stars may stand for nothing. */
function close(tokens: readonly Token[], states: Set<number>): Set<number> {
  for (const state of states) if (tokens[state] === star || tokens[state] === globstar) states.add(state + 1);
  return states;
}
