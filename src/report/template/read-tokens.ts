import { templateFault } from './template-error.ts';

/** Text between actions, or the words of one action. */
export type Part =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'action'; readonly tokens: readonly Token[]; readonly line: number };

export interface Token {
  readonly kind: 'name' | 'field' | 'variable' | 'string' | 'number' | 'sign';
  readonly text: string;
  /** Nothing is between it and the token before: `.A.B` is one path, `.A .B` are two. */
  readonly isAttached?: boolean;
}

/** Splits a template of Go's text/template at `{{` and `}}`; `-` beside them trims white space, comments vanish. Throws USAGE. */
export function readParts(template: string, name: string): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  let trimsNext = false;
  const addText = (end: number, trimsEnd: boolean): void => {
    let text = template.slice(at, end);
    if (trimsNext) text = text.replace(/^[ \t\r\n]+/, '');
    if (trimsEnd) text = text.replace(/[ \t\r\n]+$/, '');
    if (text !== '') parts.push({ kind: 'text', text });
  };
  for (let open = template.indexOf('{{'); open >= 0; open = template.indexOf('{{', at)) {
    const line = lineAt(template, open);
    const trimsBefore = /^\{\{-\s/.test(template.slice(open, open + 4));
    addText(open, trimsBefore);
    const start = open + (trimsBefore ? 3 : 2);
    const close = endOfAction(template, start);
    if (close < 0) throw templateFault(name, line, 'an action is not closed by }}');
    const trimsAfter = /\s-$/.test(template.slice(start, close));
    const inside = template.slice(start, trimsAfter ? close - 1 : close);
    if (!/^\s*\/\*[\s\S]*\*\/\s*$/.test(inside)) parts.push({ kind: 'action', tokens: readTokens(inside, name, line), line });
    at = close + 2;
    trimsNext = trimsAfter;
  }
  addText(template.length, false);
  return parts;
}

export function lineAt(text: string, at: number): number {
  let line = 1;
  for (let next = text.indexOf('\n'); next >= 0 && next < at; next = text.indexOf('\n', next + 1)) line++;
  return line;
}

/** The `}}` outside of strings and comments. */
function endOfAction(template: string, start: number): number {
  const pattern = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|\/\*[\s\S]*?\*\/|\}\}/g;
  pattern.lastIndex = start;
  for (let found = pattern.exec(template); found !== null; found = pattern.exec(template)) if (found[0] === '}}') return found.index;
  return -1;
}

const token = /\s+|("(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)')|([+-]?\d[\w.]*)|(\$\w*)|(\.\w+)|(\w+)|(:=|[().,|=]|\.)/y;

function readTokens(text: string, name: string, line: number): readonly Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const found = token.exec(text);
    if (found === null) throw templateFault(name, line, `unexpected ${JSON.stringify(text.slice(at, at + 20))}`);
    const [, string, number, variable, field, word, sign] = found;
    if (string !== undefined) tokens.push({ kind: 'string', text: unquote(string) });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (variable !== undefined) tokens.push({ kind: 'variable', text: variable });
    else if (field !== undefined)
      tokens.push({ kind: 'field', text: field.slice(1), isAttached: at > 0 && !/\s/.test(text[at - 1] ?? ' ') });
    else if (word !== undefined) tokens.push({ kind: 'name', text: word });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
  }
  return tokens;
}

const escapes: ReadonlyMap<string, string> = new Map([['n', '\n'], ['t', '\t'], ['r', '\r'], ['"', '"'], ["'", "'"], ['\\', '\\']]); // prettier-ignore

function unquote(text: string): string {
  if (text.startsWith('`')) return text.slice(1, -1);
  return text.slice(1, -1).replace(/\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)/g, (_, code: string) => {
    if (code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return escapes.get(code) ?? code;
  });
}
