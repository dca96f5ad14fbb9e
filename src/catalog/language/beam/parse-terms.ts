import { limits } from '../../../model/limits.ts';

/** An atom, a string, a binary or a number as its text; a tuple, a list or a map as its members. `key: value` and `key => value` are a list of two. */
export type Term = string | readonly Term[];

/** What begins a comment: `%` in Erlang, `#` in Elixir, where `%{` begins a map. */
export type Dialect = 'erlang' | 'elixir';

/**
 * The terms of a file of literals: Erlang's file:consult/1, Elixir's inspect/2. Functions, references and operators are none. `undefined` where something else is
 * met or the nesting is deeper than `limits.lockfileDepth`.
 */
export function parseTerms(text: string, dialect: Dialect): readonly Term[] | undefined {
  const root: Term[] = [];
  const open: OpenTerm[] = [{ members: root, end: '' }];
  const tokens = new RegExp(dialect === 'erlang' ? erlangToken : elixirToken);
  for (let at = 0; at < text.length; at = tokens.lastIndex) {
    tokens.lastIndex = at;
    const match = tokens.exec(text);
    if (match === null) return undefined;
    const [mark, blank, quoted, word] = match;
    if (blank !== undefined) continue;
    const leaf = quoted === undefined ? word : unquote(quoted);
    if (leaf !== undefined) add(open.at(-1)!, leaf);
    else if (!readMark(mark, open)) return undefined;
  }
  return open.length === 1 ? root : undefined;
}

interface OpenTerm {
  readonly members: Term[];
  /** The mark that closes it. */
  readonly end: string;
  /** A key whose value comes next. */
  pair?: Term[] | undefined;
}

function readMark(mark: string, open: OpenTerm[]): boolean {
  const inside = open.at(-1)!;
  const end = closings.get(mark);
  if (end !== undefined) {
    const members: Term[] = [];
    add(inside, members);
    open.push({ members, end });
    return open.length <= limits.lockfileDepth;
  }
  if (mark === '=>' || mark === ':') {
    const key = inside.members.pop();
    if (key === undefined) return false;
    inside.pair = [key];
    inside.members.push(inside.pair);
    return true;
  }
  if (mark === ',' || mark === '.') return true;
  if (mark !== inside.end) return false;
  open.pop();
  return true;
}

function add(inside: OpenTerm, term: Term): void {
  (inside.pair ?? inside.members).push(term);
  inside.pair = undefined;
}

const closings: ReadonlyMap<string, string> = new Map([
  ['{', '}'],
  ['%{', '}'],
  ['#{', '}'],
  ['[', ']'],
  ['<<', '>>'],
]);

/** Groups: blanks and comments; a quoted text; an atom or a number. Everything else is one mark. */
const erlangToken =
  /((?:\s|%[^\n]*)+)|("[^"\\]*(?:\\[^][^"\\]*)*"|'[^'\\]*(?:\\[^][^'\\]*)*')|([\p{L}\d_@+-][\p{L}\d_@.+-]*(?<!\.)(?:\/utf8)?)|#\{|<<|>>|=>|[{}[\],.:]/uy;
const elixirToken = /((?:\s|#[^\n]*)+)|:?("[^"\\]*(?:\\[^][^"\\]*)*")|:?([\p{L}\d_@+-][\p{L}\d_@.+!?-]*)|%\{|<<|>>|=>|[{}[\],:]/uy;

function unquote(text: string): string {
  return text.slice(1, -1).replace(/\\([^])/g, '$1');
}

/** A member that is a list or a tuple. */
export function asTerms(term: Term | undefined): readonly Term[] | undefined {
  return typeof term === 'object' ? term : undefined;
}

/** The text of an atom, a string or a binary (`<<"text">>`). */
export function textOfTerm(term: Term | undefined): string | undefined {
  if (typeof term === 'string') return term;
  return term?.length === 1 ? textOfTerm(term[0]) : undefined;
}
