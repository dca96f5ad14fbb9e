/** Lines, from 1, on which the values of a JSON text begin, by their paths: `syscalls[3].names[0]`. The text must be valid JSON. */
export function jsonLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const open: { readonly path: string; index: number; key: string | undefined }[] = [];
  const pathOf = (): string => {
    const inner = open.at(-1);
    if (inner === undefined) return '';
    if (inner.index >= 0) return `${inner.path}[${inner.index}]`;
    return inner.path === '' ? (inner.key ?? '') : `${inner.path}.${inner.key ?? ''}`;
  };
  let line = 1;
  let at = 0;
  for (const [token] of text.matchAll(tokens)) {
    const start = text.indexOf(token, at);
    for (; at < start; at++) if (text.charCodeAt(at) === newline) line++;
    at = start + token.length;
    const inner = open.at(-1);
    if (token === '}' || token === ']') open.pop();
    else if (token === ',') {
      if (inner !== undefined && inner.index >= 0) inner.index++;
      else if (inner !== undefined) inner.key = undefined;
    } else if (token.startsWith('"') && inner?.index === -1 && inner.key === undefined) inner.key = JSON.parse(token) as string;
    else if (token !== ':') {
      const path = pathOf();
      if (!lines.has(path)) lines.set(path, line);
      if (token === '{') open.push({ path, index: -1, key: undefined });
      if (token === '[') open.push({ path, index: 0, key: undefined });
    }
  }
  return lines;
}

const newline = 10;
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
