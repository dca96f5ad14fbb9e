/** Fields of an opam file at its top, each with the texts and the constraints of its value; opam.ocaml.org, "The opam file format". */
export type OpamFields = ReadonlyMap<string, readonly OpamItem[]>;

/** A text of a value, with the version behind `=` in the braces that follow it. */
export interface OpamItem {
  readonly text: string;
  readonly exact?: string;
  /** Words in its braces, such as `with-test`. */
  readonly filters: readonly string[];
}

/** `undefined` where the text is no opam file. Values of sections (`url { … }`) are passed over. */
export function readOpamFields(text: string): OpamFields | undefined {
  const fields = new Map<string, OpamItem[]>();
  let items: OpamItem[] | undefined;
  let braces = 0;
  let isEqual = false;
  let previous = '';
  for (let at = 0; at < text.length;) {
    opamToken.lastIndex = at;
    const match = opamToken.exec(text);
    if (match === null) return undefined;
    const [all, blank, long, short, word] = match;
    at += all.length;
    if (blank !== undefined) continue;
    const value = long?.slice(3, -3) ?? (short === undefined ? undefined : short.slice(1, -1).replace(/\\([^])/g, '$1'));
    if (all === '{') braces += 1;
    else if (all === '}') braces = Math.max(braces - 1, 0);
    else if (all === ':' && braces === 0 && previous !== '') {
      items = [];
      if (!fields.has(previous)) fields.set(previous, items);
    } else if (value !== undefined) {
      const last = items?.at(-1);
      if (braces === 0) items?.push({ text: value, filters: [] });
      else if (isEqual && last !== undefined) items![items!.length - 1] = { ...last, exact: value };
    } else if (word !== undefined && braces > 0) {
      const last = items?.at(-1);
      if (last !== undefined) items![items!.length - 1] = { ...last, filters: [...last.filters, word] };
    }
    isEqual = all === '=';
    previous = word ?? '';
  }
  return fields.size === 0 ? undefined : fields;
}

/** Groups: blanks and comments; a long text; a text; a word. Everything else is one mark. */
const opamToken =
  /((?:\s|#[^\n]*|\(\*[^*]*(?:\*(?!\))[^*]*)*\*\))+)|("""[^]*?""")|("[^"\\]*(?:\\[^][^"\\]*)*")|([A-Za-z_][\w:+-]*(?<!:)|-?\d+)|[=<>!]=|[^"]/y;
