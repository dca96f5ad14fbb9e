import { limits } from '../../../model/limits.ts';

/** A text, or a table: its list first, its named members by name. */
export type LuaValue = string | LuaTable;
export interface LuaTable {
  readonly items: readonly LuaValue[];
  readonly fields: ReadonlyMap<string, LuaValue>;
}

/**
 * Assignments of literals to names at the top of a Lua program: texts, numbers, tables of them, names that were assigned before, and `..` between. Everything else has no value;
 * nothing is executed. lua.org/manual, "The Complete Syntax of Lua". Depth is bounded by `limits.lockfileDepth`.
 */
export function readLuaLiterals(text: string): ReadonlyMap<string, LuaValue> {
  const known = new Map<string, LuaValue>();
  const tokens = [...luaTokens(text)];
  let at = 0;
  while (at < tokens.length) {
    const isAssigned = tokens[at]!.kind === 'name' && tokens[at + 1]?.text === '=';
    if (!isAssigned) {
      at += 1;
      continue;
    }
    const read = readExpression(tokens, at + 2, known, 0);
    if (read.value !== undefined) known.set(tokens[at]!.text, read.value);
    at = Math.max(read.end, at + 2);
  }
  return known;
}

interface Token {
  readonly kind: 'name' | 'text' | 'mark';
  readonly text: string;
}

interface Read {
  readonly value?: LuaValue;
  readonly end: number;
}

const nothing: ReadonlyMap<string, LuaValue> = new Map();

/** Terms with `..` between. */
function readExpression(tokens: readonly Token[], from: number, known: ReadonlyMap<string, LuaValue>, depth: number): Read {
  let read = readTerm(tokens, from, known, depth);
  while (tokens[read.end]?.text === '..' && tokens[read.end]?.kind === 'mark') {
    const next = readTerm(tokens, read.end + 1, known, depth);
    const isText = typeof read.value === 'string' && typeof next.value === 'string';
    read = isText ? { value: `${read.value as string}${next.value}`, end: next.end } : { end: next.end };
  }
  return read;
}

function readTerm(tokens: readonly Token[], from: number, known: ReadonlyMap<string, LuaValue>, depth: number): Read {
  const token = tokens[from];
  if (token === undefined) return { end: from };
  if (token.kind === 'text') return { value: token.text, end: from + 1 };
  if (token.text === '{' && token.kind === 'mark') return readTable(tokens, from + 1, known, depth + 1);
  const value = token.kind === 'name' ? known.get(token.text) : undefined;
  return value === undefined ? { end: from + 1 } : { value, end: from + 1 };
}

/** Fields are `name = value`, `["name"] = value` and `value`, with commas or semicolons between. */
function readTable(tokens: readonly Token[], from: number, known: ReadonlyMap<string, LuaValue>, depth: number): Read {
  if (depth > limits.luaTableDepth) return { end: tokens.length };
  const items: LuaValue[] = [];
  const fields = new Map<string, LuaValue>();
  let at = from;
  while (at < tokens.length && !isMark(tokens[at], '}')) {
    if (isMark(tokens[at], ',') || isMark(tokens[at], ';')) {
      at += 1;
      continue;
    }
    const key = keyAt(tokens, at);
    const read = readExpression(tokens, key === undefined ? at : key.end, known, depth);
    if (read.value !== undefined) {
      if (key === undefined) items.push(read.value);
      else fields.set(key.name, read.value);
    }
    at = Math.max(read.end, at + 1);
  }
  return { value: { items, fields: fields.size === 0 ? nothing : fields }, end: at + 1 };
}

function keyAt(tokens: readonly Token[], at: number): { readonly name: string; readonly end: number } | undefined {
  if (tokens[at]?.kind === 'name' && isMark(tokens[at + 1], '=')) return { name: tokens[at].text, end: at + 2 };
  const isBracketed =
    isMark(tokens[at], '[') && tokens[at + 1]?.kind === 'text' && isMark(tokens[at + 2], ']') && isMark(tokens[at + 3], '=');
  return isBracketed ? { name: tokens[at + 1]!.text, end: at + 4 } : undefined;
}

function isMark(token: Token | undefined, text: string): boolean {
  return token?.kind === 'mark' && token.text === text;
}

/** Groups: blanks and short comments; the level of a long text or comment; a short text; a name; a number; a mark. */
const luaToken =
  /((?:\s|--(?!\[=*\[)[^\n]*)+)|(--)?\[(=*)\[|("(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*')|([A-Za-z_]\w*)|(\d[\w.]*)|(\.\.\.|\.\.|[=~<>]=|[^])/y;

function* luaTokens(text: string): Iterable<Token> {
  for (let at = 0; at < text.length;) {
    luaToken.lastIndex = at;
    const [all = '', blank, comment, level, quoted, name, number, mark] = luaToken.exec(text) ?? [];
    at += Math.max(all.length, 1);
    if (blank !== undefined) continue;
    if (level !== undefined) {
      const close = `]${level}]`;
      const end = text.indexOf(close, at);
      if (comment === undefined) yield { kind: 'text', text: text.slice(at, end === -1 ? text.length : end).replace(/^\r?\n/, '') };
      at = end === -1 ? text.length : end + close.length;
    } else if (quoted !== undefined) yield { kind: 'text', text: quoted.slice(1, -1).replace(/\\([^])/g, '$1') };
    else if (number !== undefined) yield { kind: 'text', text: number };
    else if (name !== undefined) yield { kind: 'name', text: name };
    else if (mark !== undefined) yield { kind: 'mark', text: mark };
  }
}
