/** A line of an indented file with the more deeply indented lines below it. */
export interface LockLine {
  /** Before the colon or, in the first yarn.lock, before the blank; without quotes. Empty for items of a list. */
  readonly key: string;
  /** What follows on the same line, without quotes; absent where there is nothing. */
  readonly value?: string;
  readonly children: LockLine[];
}

/**
 * The part of YAML that pnpm and Yarn write: block mappings and lists of scalars, flow mappings on one line, quoted and plain scalars, block scalars
 * (which are passed over), several documents. `separator` is what ends a key: a colon, or a blank in the lines of the first yarn.lock's entries. Lines
 * that do not fit are counted. Depth and size are those of the file; nothing is recursive.
 */
export function readLockLines(text: string, separator: ':' | ' '): { readonly documents: readonly LockLine[]; readonly badLines: number } {
  const documents: LockLine[] = [];
  let root: LockLine = { key: '', children: [] };
  let open: { readonly indent: number; readonly line: LockLine }[] = [{ indent: -1, line: root }];
  let skipDeeperThan: number | undefined;
  let badLines = 0;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    const raw = text.slice(start, end).trimEnd();
    start = end + 1;
    if (raw === '' || raw === '...') continue;
    if (raw === '---' || raw.startsWith('--- ')) {
      if (root.children.length > 0) documents.push(root);
      root = { key: '', children: [] };
      open = [{ indent: -1, line: root }];
      continue;
    }
    const indent = raw.length - raw.trimStart().length;
    if (skipDeeperThan !== undefined && indent > skipDeeperThan) continue;
    skipDeeperThan = undefined;
    const content = raw.slice(indent);
    if (content.startsWith('#')) continue;
    const line = readLine(content, separator);
    if (line === undefined) {
      badLines += 1;
      continue;
    }
    if (/^[|>][+-]?\d?$/.test(line.value ?? '')) skipDeeperThan = indent;
    while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
    open.at(-1)?.line.children.push(line);
    open.push({ indent, line });
  }
  if (root.children.length > 0) documents.push(root);
  return { documents, badLines };
}

/** The child with a key; the first, where there are several. */
export function childOf(line: LockLine | undefined, key: string): LockLine | undefined {
  return line?.children.find((child) => child.key === key);
}

function readLine(content: string, separator: ':' | ' '): LockLine | undefined {
  if (content.startsWith('- ')) return { key: '', value: unquote(content.slice(2)), children: [] };
  if (content.startsWith('? ')) return readLine(`${content.slice(2)}${content.endsWith(':') ? '' : ':'}`, separator);
  const keyEnd = findKeyEnd(content, separator);
  if (keyEnd === -1) return undefined;
  const key = unquote(content.slice(0, keyEnd).trim());
  const rest = content.slice(keyEnd + 1).trim();
  if (rest === '' || rest === '{}' || rest === '[]') return { key, children: [] };
  if (rest.startsWith('{') && rest.endsWith('}')) return { key, children: readFlow(rest.slice(1, -1)) };
  return { key, value: unquote(rest), children: [] };
}

/** Where the key ends: at a colon before a blank or the end of the line, outside of quotes; or, with a blank as separator, at the first of both. */
function findKeyEnd(content: string, separator: ':' | ' '): number {
  const quote = content.charAt(0);
  let at = 0;
  if (quote === '"' || quote === "'") {
    at = closingQuote(content, 0);
    if (at === -1) return -1;
  }
  for (; at < content.length; at++) {
    const character = content.charAt(at);
    if (character === ':' && (at + 1 === content.length || content.charAt(at + 1) === ' ')) return at;
    if (separator === ' ' && character === ' ' && !content.endsWith(':')) return at;
  }
  return -1;
}

function closingQuote(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at++) {
    if (quote === '"' && text.charAt(at) === '\\') at += 1;
    else if (text.charAt(at) === quote) {
      if (quote === "'" && text.charAt(at + 1) === "'") at += 1;
      else return at;
    }
  }
  return -1;
}

/** `integrity: sha512-…, tarball: https://…`: pnpm writes no quotes with commas in them. */
function readFlow(text: string): LockLine[] {
  return text.split(', ').flatMap((part) => {
    const line = readLine(part.trim(), ':');
    return line === undefined ? [] : [line];
  });
}

function unquote(text: string): string {
  const quote = text.charAt(0);
  if ((quote !== '"' && quote !== "'") || text.length < 2 || closingQuote(text, 0) !== text.length - 1) return text;
  const inner = text.slice(1, -1);
  return quote === '"' ? inner.replace(/\\(["\\/])/g, '$1') : inner.replaceAll("''", "'");
}
