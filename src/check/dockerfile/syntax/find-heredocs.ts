/** A here-document that an instruction opens, before its content was read. */
export interface HeredocOpening {
  readonly name: string;
  readonly isExpanded: boolean;
  readonly isChomped: boolean;
  readonly fileDescriptor: number;
}

/** `<<NAME` words of a line (Dockerfile reference, Here-Documents; BuildKit's `heredocsFromLine`). A line with an open quote has none. */
export function findHeredocs(line: string): readonly HeredocOpening[] {
  if (!line.includes('<<')) return [];
  return (splitRaw(line) ?? []).map(readHeredoc).filter((found) => found !== undefined);
}

/** What one word opens. */
export function readHeredoc(word: string): HeredocOpening | undefined {
  const [, descriptor = '', dash, name = ''] = /^(\d*)<<(-?)([^<]*)$/.exec(word) ?? [];
  if (dash === undefined || name === '') return undefined;
  const bare = unquote(name);
  if (bare === undefined) return undefined;
  return { name: bare, isExpanded: bare === name, isChomped: dash === '-', fileDescriptor: Number(descriptor === '' ? 0 : descriptor) };
}

/** Words with their quotes and escapes; `undefined` where a quote or a brace stays open. */
function splitRaw(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let start = -1;
  for (let at = 0; at <= line.length; at++) {
    const character = line[at];
    if (character === undefined || /\s/.test(character)) {
      if (start >= 0) words.push(line.slice(start, at));
      start = -1;
      continue;
    }
    if (start < 0) start = at;
    if (character === '\\') at++;
    else {
      const end = endOfQuoted(line, at);
      if (end === undefined) return undefined;
      at = end;
    }
    if (at >= line.length) at = line.length - 1;
  }
  return words;
}

/** Offset of the last character of what begins at `at`: a quoted part, a `${…}`, or one character. */
function endOfQuoted(line: string, at: number): number | undefined {
  const character = line[at];
  if (character === '$' && line[at + 1] === '{') {
    const close = line.indexOf('}', at);
    return close < 0 ? undefined : close;
  }
  if (character === "'") {
    const close = line.indexOf("'", at + 1);
    return close < 0 ? undefined : close;
  }
  if (character !== '"') return at;
  for (let next = at + 1; next < line.length; next++) {
    if (line[next] === '\\') next++;
    else if (line[next] === '"') return next;
  }
  return undefined;
}

/** One word without quotes and escapes. */
function unquote(word: string): string | undefined {
  const words = splitRaw(word);
  if (words?.length !== 1) return undefined;
  return word.replace(
    /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/g,
    (_, single?: string, double?: string, escaped?: string) => single ?? double?.replace(/\\(["\\$])/g, '$1') ?? escaped ?? '',
  );
}
