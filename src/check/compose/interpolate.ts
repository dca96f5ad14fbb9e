/** What a text is after its variables were filled in. */
export interface Interpolated {
  readonly text: string;
  /** A variable had no value and no default, so that the text may be anything at run time. */
  readonly isOpen: boolean;
}

/** More inside each other is refused as it is. */
const maxDepth = 20;

/**
 * Compose specification, Interpolation: `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`, `${NAME:?error}`, `${NAME:+other}`, nested; `$$` is
 * a dollar. Anything else after a dollar stays as it is.
 */
export function interpolate(text: string, variables: ReadonlyMap<string, string>, depth = 0): Interpolated {
  if (!text.includes('$') || depth > maxDepth) return { text, isOpen: false };
  let result = '';
  let isOpen = false;
  const add = (part: Interpolated): void => {
    result += part.text;
    isOpen ||= part.isOpen;
  };
  for (let at = 0; at < text.length;) {
    const char = text[at]!;
    const next = text[at + 1];
    if (char !== '$') {
      const end = text.indexOf('$', at);
      result += text.slice(at, end < 0 ? undefined : end);
      at = end < 0 ? text.length : end;
    } else if (next === '$') {
      result += '$';
      at += 2;
    } else if (next === '{') {
      const end = findClose(text, at + 2);
      if (end < 0) {
        result += text.slice(at);
        break;
      }
      add(expand(text.slice(at + 2, end), variables, depth));
      at = end + 1;
    } else {
      const name = /^[A-Za-z_]\w*/.exec(text.slice(at + 1, at + 256))?.[0];
      if (name === undefined) result += char;
      else add(valueOf(name, variables));
      at += 1 + (name?.length ?? 0);
    }
  }
  return { text: result, isOpen };
}

/** Of the brace that closes the one before `from`. */
function findClose(text: string, from: number): number {
  let open = 1;
  for (let at = from; at < text.length; at++) {
    if (text.startsWith('${', at)) open++;
    else if (text[at] === '}' && --open === 0) return at;
  }
  return -1;
}

function expand(inside: string, variables: ReadonlyMap<string, string>, depth: number): Interpolated {
  const [, name = '', operator = '', rest = ''] = /^([A-Za-z_]\w*)(:?[-?+])?([^]*)$/.exec(inside) ?? [];
  if (name === '' || (operator === '' && rest !== '')) return { text: `\${${inside}}`, isOpen: false };
  const value = variables.get(name);
  const isSet = value !== undefined && (value !== '' || !operator.startsWith(':'));
  const kind = operator.slice(-1);
  if (kind === '-') return isSet ? { text: value, isOpen: false } : interpolate(rest, variables, depth + 1);
  if (kind === '+') return isSet ? interpolate(rest, variables, depth + 1) : { text: '', isOpen: false };
  return valueOf(name, variables);
}

function valueOf(name: string, variables: ReadonlyMap<string, string>): Interpolated {
  const value = variables.get(name);
  return { text: value ?? '', isOpen: value === undefined };
}
