import { maxRunBytes, PatternError, type ChoicePart, type Pattern, type PatternPart, type RunPart } from './pattern.ts';

/**
 * Reads the notation of token patterns: a subset of regular expressions of ASCII text with literals, `\d`, `\w`, classes, groups, alternatives
 * and the counts `{n}`, `{n,m}`, `{n,}`, `?`, `+`. Throws PatternError on anything else.
 *
 * It means less than a regular expression: a run takes as many bytes as it may and gives none back, and of alternatives the first that fits is
 * taken for good. So a pattern is matched in one walk, whatever the text (docs/adr/0063-secret-patterns.md).
 */
export function parsePattern(source: string): Pattern {
  const reader = new PatternReader(source);
  const pattern = reader.sequence();
  reader.expectEnd();
  return pattern;
}

class PatternReader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  sequence(): Pattern {
    const parts: PatternPart[] = [];
    while (this.#at < this.#source.length && this.#peek() !== '|' && this.#peek() !== ')') {
      const part = asLiteral(this.#counted(this.#atom()));
      const last = parts.at(-1);
      if (last?.kind === 'literal' && part.kind === 'literal') parts.splice(-1, 1, { kind: 'literal', text: last.text + part.text });
      else parts.push(part);
    }
    return parts;
  }

  expectEnd(): void {
    if (this.#at < this.#source.length) throw this.#error('unexpected ")" or "|"');
  }

  #atom(): PatternPart {
    const character = this.#take();
    if (character === '(') return this.#group();
    if (character === '[') return run(this.#classMembers());
    if (character === '\\') return this.#escape();
    if ('.*+?{}^$'.includes(character)) throw this.#error(`"${character}" is not part of the notation here`);
    return { kind: 'literal', text: character };
  }

  #group(): ChoicePart {
    if (this.#source.startsWith('?:', this.#at)) this.#at += 2;
    const alternatives = [this.sequence()];
    while (this.#peek() === '|') {
      this.#at++;
      alternatives.push(this.sequence());
    }
    if (this.#take() !== ')') throw this.#error('a group is not closed');
    return { kind: 'choice', alternatives, min: 1, max: 1 };
  }

  #escape(): PatternPart {
    const character = this.#take();
    const members = classes.get(character);
    if (members !== undefined) return run(membersOf(members));
    if (/[A-Za-z0-9]/.test(character)) throw this.#error(`"\\${character}" is not part of the notation`);
    return { kind: 'literal', text: character };
  }

  #classMembers(): Uint8Array {
    const members = new Uint8Array(256);
    for (;;) {
      let first = this.#take();
      if (first === ']') return members;
      if (first === '\\') {
        first = this.#take();
        const known = classes.get(first);
        if (known !== undefined) {
          for (const code of membersOf(known).entries()) if (code[1] === 1) members[code[0]] = 1;
          continue;
        }
      }
      let last = first;
      if (this.#peek() === '-' && this.#source[this.#at + 1] !== ']') {
        this.#at++;
        last = this.#take();
        if (last === '\\') last = this.#take();
      }
      if (first > last) throw this.#error(`the range ${first}-${last} is empty`);
      for (let code = first.charCodeAt(0); code <= last.charCodeAt(0); code++) members[code] = 1;
    }
  }

  #counted(part: PatternPart): PatternPart {
    const count = /^(?:\{(\d+)(?:(,)(\d*))?\}|([?+]))/.exec(this.#source.slice(this.#at));
    if (count === null) return part;
    this.#at += count[0].length;
    const [, least, comma, most, sign] = count;
    const min = sign === undefined ? Number(least) : sign === '?' ? 0 : 1;
    const open = sign === undefined ? comma !== undefined && most === '' : sign === '+';
    const max = open ? maxRunBytes : sign === '?' ? 1 : Number(comma === undefined ? least : most);
    if (max < min || max > maxRunBytes) throw this.#error(`the count ${count[0]} is not between 0 and ${maxRunBytes}`);
    if (part.kind !== 'literal') return { ...part, min, max };
    if (part.text.length !== 1) throw this.#error('a count follows one character, a class or a group');
    return { ...run(membersOf(part.text)), min, max };
  }

  #peek(): string {
    return this.#source[this.#at] ?? '';
  }

  #take(): string {
    const character = this.#source[this.#at++];
    if (character === undefined || character > '~') throw this.#error('it ends early or is not ASCII');
    return character;
  }

  #error(reason: string): PatternError {
    return new PatternError(`pattern ${this.#source}: ${reason} (character ${this.#at})`);
  }
}

const digits = '0123456789';
const lower = 'abcdefghijklmnopqrstuvwxyz';
const classes: ReadonlyMap<string, string> = new Map([
  ['d', digits],
  ['w', `${digits}${lower}${lower.toUpperCase()}_`],
]);

function membersOf(characters: string): Uint8Array {
  const members = new Uint8Array(256);
  for (const character of characters) members[character.charCodeAt(0)] = 1;
  return members;
}

/** `[.]` is a point. As a literal it can be part of a keyword. */
function asLiteral(part: PatternPart): PatternPart {
  if (part.kind !== 'run' || part.min !== 1 || part.max !== 1) return part;
  const first = part.members.indexOf(1);
  return first >= 0 && !part.members.includes(1, first + 1) ? { kind: 'literal', text: String.fromCharCode(first) } : part;
}

function run(members: Uint8Array): RunPart {
  return { kind: 'run', members, min: 1, max: 1 };
}
