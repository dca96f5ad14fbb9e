import {
  type Comment,
  type Directive,
  type Dockerfile,
  type EscapeCharacter,
  type Heredoc,
  type Instruction,
  type SyntaxFault,
} from './dockerfile.ts';
import { checkInstruction } from './check-instruction.ts';
import { findHeredocs } from './find-heredocs.ts';
import { joinText, type JoinedText } from './joined-text.ts';
import { withoutEnd } from './without-end.ts';
import { readInstruction, type RawInstruction } from './read-instruction.ts';

/** Reads a Dockerfile by the rules of BuildKit's parser. Never throws: what BuildKit refuses is a fault, and reading goes on after it. */
export function parseDockerfile(text: string): Dockerfile {
  const reader = new Reader(text);
  while (reader.readNext());
  return reader.result();
}

/** `# key=value` at the top (Dockerfile reference, Parser directives). */
const directivePattern = /^#[ \t]*([a-zA-Z][a-zA-Z0-9]*)[ \t]*=(.*)$/;
const knownDirectives: ReadonlySet<string> = new Set(['escape', 'syntax', 'check']);
/** Instructions whose command can read here-documents. */
const heredocKeywords: ReadonlySet<string> = new Set(['ADD', 'COPY', 'RUN']);

class Reader {
  /** With a carriage return where the file has one. */
  readonly #rawLines: readonly string[];
  readonly #lines: readonly string[];
  readonly #directives: Directive[] = [];
  readonly #comments: Comment[] = [];
  readonly #instructions: Instruction[] = [];
  readonly #faults: SyntaxFault[] = [];
  #escape: EscapeCharacter = '\\';
  #mayHaveDirectives = true;
  /** Index of the next line. */
  #next = 0;
  /** Comment lines without anything else after them. */
  #above: Comment[] = [];

  constructor(text: string) {
    this.#rawLines = text.replace(/^\ufeff/, '').split('\n');
    this.#lines = this.#rawLines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  }

  result(): Dockerfile {
    if (this.#instructions.length === 0) this.#fault('the file has no instructions; expected FROM', 1, this.#lines.length);
    return {
      lines: this.#lines,
      escape: this.#escape,
      directives: this.#directives,
      comments: this.#comments,
      instructions: this.#instructions,
      faults: this.#faults,
    };
  }

  /** Reads a comment, an empty line or an instruction; false at the end of the file. */
  readNext(): boolean {
    const line = this.#lines[this.#next];
    if (line === undefined) return false;
    const trimmed = line.trimStart();
    this.#readDirective(trimmed);
    if (trimmed.startsWith('#')) this.#readComment(trimmed);
    else if (trimmed === '') this.#above = [];
    else return this.#readInstruction();
    this.#next++;
    return true;
  }

  #readDirective(trimmed: string): void {
    if (!this.#mayHaveDirectives) return;
    const [, key, written] = directivePattern.exec(trimmed) ?? [];
    const value = written?.trim();
    if (key === undefined || value === undefined || value === '') {
      this.#mayHaveDirectives = false;
      return;
    }
    const name = key.toLowerCase();
    const line = this.#next + 1;
    if (!knownDirectives.has(name)) return;
    if (this.#directives.some((known) => known.name === name)) {
      this.#fault(`a second # ${name}= directive; expected one`, line, line);
      return;
    }
    this.#directives.push({ name, value, line });
    if (name !== 'escape') return;
    if (value === '\\' || value === '`') this.#escape = value;
    else this.#fault(`the escape character is ${quoted(value)}; expected \\ or \``, line, line);
  }

  #readComment(trimmed: string): void {
    const comment = { line: this.#next + 1, text: trimmed.slice(1).trim() };
    this.#comments.push(comment);
    this.#above.push(comment);
  }

  #readInstruction(): true {
    const line = this.#next + 1;
    const { source, emptyLines } = this.#joinLines();
    const comments = this.#above;
    this.#above = [];
    // A line of nothing but a continuation of nothing.
    if (source.text.trim() === '') return true;
    const raw = readInstruction(source, this.#escape, (message) => this.#fault(message, line, this.#next));
    const heredocs = this.#readHeredocs(raw, source, line);
    const instruction = finish(raw, { source, comments, emptyLines, heredocs, line, endLine: this.#next });
    this.#instructions.push(instruction);
    for (const message of checkInstruction(instruction)) this.#fault(message, line, this.#next);
    return true;
  }

  /** The line and those that continue it. Comments and empty lines in between belong to no instruction. */
  #joinLines(): { readonly source: JoinedText; readonly emptyLines: readonly number[] } {
    const joined = joinText();
    const emptyLines: number[] = [];
    for (let isFirst = true; this.#next < this.#lines.length; isFirst = false) {
      const line = this.#lines[this.#next++]!;
      const number = this.#next;
      const trimmed = line.trimStart();
      if (!isFirst && trimmed.startsWith('#')) {
        this.#comments.push({ line: number, text: trimmed.slice(1).trim() });
        continue;
      }
      if (!isFirst && trimmed === '') {
        // The end of the file is no empty line.
        if (this.#next < this.#lines.length) emptyLines.push(number);
        continue;
      }
      const text = isFirst ? trimmed : line;
      const continued = withoutContinuation(text, this.#escape);
      joined.add(continued ?? text, number, isFirst ? line.length - trimmed.length + 1 : 1);
      if (continued === undefined) break;
    }
    return { source: joined.done(), emptyLines };
  }

  #readHeredocs(raw: RawInstruction, source: JoinedText, line: number): readonly Heredoc[] {
    const opening = raw.trigger ?? raw;
    if (!heredocKeywords.has(opening.keyword) || opening.isJson) return [];
    return findHeredocs(source.text).map((found) => {
      const first = this.#next + 1;
      const content: string[] = [];
      for (;;) {
        const text = this.#lines[this.#next];
        if (text === undefined) {
          this.#fault(`the here-document is not ended; expected a line ${quoted(found.name)}`, line, this.#next);
          break;
        }
        this.#next++;
        if ((found.isChomped ? text.replace(/^\t+/, '') : text) === found.name) break;
        content.push(`${this.#rawLines[this.#next - 1]!}\n`);
      }
      return { ...found, content: content.join(''), line: first };
    });
  }

  #fault(message: string, line: number, endLine: number): void {
    this.#faults.push({ message, line, endLine: Math.max(line, endLine) });
  }
}

/** The line before its continuation character, or `undefined` where it has none. A doubled one is no continuation. */
function withoutContinuation(line: string, escape: EscapeCharacter): string | undefined {
  const end = withoutEnd(line, ' \t');
  if (!end.endsWith(escape) || end.endsWith(escape + escape)) return undefined;
  return end.slice(0, -1);
}

type Whole = Pick<Instruction, 'source' | 'comments' | 'emptyLines' | 'heredocs' | 'line' | 'endLine'>;

/** A trigger has the lines and here-documents of the ONBUILD that holds it. */
function finish({ trigger, ...raw }: RawInstruction, whole: Whole): Instruction {
  return { ...raw, ...whole, ...(trigger === undefined ? {} : { trigger: finish(trigger, whole) }) };
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
