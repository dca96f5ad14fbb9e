import { assertFunction } from './functions.ts';
import { type Part, readParts, type Token } from './read-tokens.ts';
import { templateFault } from './template-error.ts';

/** A template that is understood; `write-template.ts` carries it out. */
export interface Template {
  readonly name: string;
  readonly nodes: readonly Node[];
}

export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'print'; readonly pipeline: Pipeline; readonly line: number }
  | { readonly kind: 'if' | 'with' | 'range'; readonly pipeline: Pipeline; readonly body: readonly Node[]; readonly otherwise: readonly Node[]; readonly line: number }; // prettier-ignore

/** `$x := …`: what it yields is kept, and nothing printed. */
export interface Pipeline {
  readonly variables: readonly string[];
  readonly isAssignment: boolean;
  readonly commands: readonly Command[];
}

/** A function or a value with arguments; the result of the command before is the last argument. */
export type Command = readonly [Operand, ...Operand[]];

/** `from` is `dot`, a variable, or what is in parentheses. */
export type Operand =
  | { readonly kind: 'value'; readonly value: string | number | boolean | undefined }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'path'; readonly from: string | Pipeline; readonly fields: readonly string[] }; // prettier-ignore

const maxDepth = 50;

/** Parses what Trivy's own templates use of Go's text/template. Throws USAGE with the line, also for functions that are not known. */
export function parseTemplate(text: string, name: string): Template {
  const parts = readParts(text, name);
  if (/^\s*<!doctype html|^\s*<html/i.test(text) && parts.every(({ kind }) => kind === 'text'))
    throw templateFault(name, 1, 'has no action ({{ }}): this looks like a web page');
  const parser = new TemplateParser(parts, name);
  const nodes = parser.readNodes(0);
  parser.assertEnd();
  return { name, nodes };
}

class TemplateParser {
  private at = 0;
  private readonly parts: readonly Part[];
  private readonly name: string;

  constructor(parts: readonly Part[], name: string) {
    this.parts = parts;
    this.name = name;
  }

  /** Up to the end of the block that it is in. */
  readNodes(depth: number): readonly Node[] {
    const nodes: Node[] = [];
    for (let part = this.parts[this.at]; part !== undefined; part = this.parts[this.at]) {
      if (part.kind === 'text') nodes.push(part);
      else {
        const word = part.tokens[0]?.kind === 'name' ? part.tokens[0].text : '';
        if (word === 'end' || word === 'else') return nodes;
        if (depth > maxDepth) throw templateFault(this.name, part.line, `blocks are nested more than ${maxDepth} deep`);
        nodes.push(this.readNode(part.tokens, word, part.line, depth));
        continue;
      }
      this.at++;
    }
    return nodes;
  }

  assertEnd(): void {
    const part = this.parts[this.at];
    if (part?.kind === 'action') throw templateFault(this.name, part.line, `unexpected ${part.tokens[0]?.text ?? ''}`);
  }

  private readNode(tokens: readonly Token[], word: string, line: number, depth: number): Node {
    this.at++;
    if (word === 'if' || word === 'with' || word === 'range') return this.readBlock(word, tokens.slice(1), line, depth);
    if (['define', 'template', 'block', 'break', 'continue'].includes(word))
      throw templateFault(this.name, line, `"${word}" is not supported here`);
    return { kind: 'print', pipeline: this.readPipeline(tokens, line), line };
  }

  private readBlock(kind: 'if' | 'with' | 'range', tokens: readonly Token[], line: number, depth: number): Node {
    const pipeline = this.readPipeline(tokens, line);
    const body = this.readNodes(depth + 1);
    const part = this.parts[this.at];
    if (part?.kind !== 'action') throw templateFault(this.name, line, `"${kind}" has no end`);
    this.at++;
    if (part.tokens[0]?.text === 'end') return { kind, pipeline, body, otherwise: [], line };
    const [, next, ...rest] = part.tokens;
    // `else if` ends with the end of the whole.
    if (next !== undefined) return { kind, pipeline, body, otherwise: [this.readBlock('if', rest, part.line, depth + 1)], line };
    const otherwise = this.readNodes(depth + 1);
    const end = this.parts[this.at];
    if (end?.kind !== 'action' || end.tokens[0]?.text !== 'end') throw templateFault(this.name, line, `"${kind}" has no end`);
    this.at++;
    return { kind, pipeline, body, otherwise, line };
  }

  private readPipeline(tokens: readonly Token[], line: number): Pipeline {
    const sign = tokens.findIndex(({ kind, text }) => kind === 'sign' && (text === ':=' || text === '='));
    const declared = sign > 0 ? tokens.slice(0, sign) : [];
    const variables = declared.filter(({ kind }) => kind === 'variable').map(({ text }) => text);
    if (sign === 0 || declared.some(({ kind, text }) => kind !== 'variable' && text !== ',')) throw templateFault(this.name, line, 'a variable has no name');
    const reader = new ExpressionReader(sign < 0 ? tokens : tokens.slice(sign + 1), this.name, line);
    const commands = reader.readCommands(0);
    reader.assertEnd();
    return { variables, isAssignment: sign >= 0 && tokens[sign]?.text === '=', commands };
  } // prettier-ignore
}

/** The expressions of one action. */
class ExpressionReader {
  private at = 0;
  private readonly tokens: readonly Token[];
  private readonly name: string;
  private readonly line: number;

  constructor(tokens: readonly Token[], name: string, line: number) {
    this.tokens = tokens;
    this.name = name;
    this.line = line;
  }

  readCommands(depth: number): readonly Command[] {
    if (depth > maxDepth) throw templateFault(this.name, this.line, `expressions are nested more than ${maxDepth} deep`);
    const commands: Command[] = [];
    do commands.push(this.readCommand(depth));
    while (this.skip('|'));
    return commands;
  }

  assertEnd(): void {
    const token = this.tokens[this.at];
    if (token !== undefined) throw templateFault(this.name, this.line, `unexpected ${JSON.stringify(token.text)}`);
  }

  private skip(sign: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== 'sign' || token.text !== sign) return false;
    this.at++;
    return true;
  }

  private readCommand(depth: number): Command {
    const operands: Operand[] = [];
    for (let token = this.tokens[this.at]; token !== undefined; token = this.tokens[this.at]) {
      if (token.kind === 'sign' && (token.text === '|' || token.text === ')')) break;
      operands.push(this.readOperand(token, depth));
    }
    const [first, ...rest] = operands;
    if (first === undefined) throw templateFault(this.name, this.line, 'a value is missing');
    return [first, ...rest];
  }

  private readOperand(token: Token, depth: number): Operand {
    this.at++;
    if (token.kind === 'string') return { kind: 'value', value: token.text };
    if (token.kind === 'number') return { kind: 'value', value: Number(token.text) };
    if (token.kind === 'variable') return { kind: 'path', from: token.text, fields: this.readFields() };
    if (token.kind === 'field') return { kind: 'path', from: 'dot', fields: [token.text, ...this.readFields()] };
    if (token.text === '.') return { kind: 'path', from: 'dot', fields: [] };
    if (token.text === '(') {
      const commands = this.readCommands(depth + 1);
      if (!this.skip(')')) throw templateFault(this.name, this.line, 'a parenthesis is not closed');
      return { kind: 'path', from: { variables: [], isAssignment: false, commands }, fields: this.readFields() };
    }
    if (token.kind === 'sign') throw templateFault(this.name, this.line, `unexpected ${JSON.stringify(token.text)}`);
    if (token.text === 'true' || token.text === 'false') return { kind: 'value', value: token.text === 'true' };
    if (token.text === 'nil') return { kind: 'value', value: undefined };
    assertFunction(token.text, (message) => templateFault(this.name, this.line, message));
    return { kind: 'function', name: token.text };
  }

  private readFields(): readonly string[] {
    const fields: string[] = [];
    for (let token = this.tokens[this.at]; token?.kind === 'field' && token.isAttached === true; token = this.tokens[this.at]) {
      fields.push(token.text);
      this.at++;
    }
    return fields;
  }
}
