import { type JoinedText } from './joined-text.ts';

/** A Dockerfile as BuildKit's parser reads it. Lines count from 1. */
export interface Dockerfile {
  /** Without line ends. */
  readonly lines: readonly string[];
  readonly escape: EscapeCharacter;
  readonly directives: readonly Directive[];
  /** Lines that begin with `#`, those inside a continued instruction too. */
  readonly comments: readonly Comment[];
  readonly instructions: readonly Instruction[];
  /** What BuildKit would refuse; the rest of the file was read. */
  readonly faults: readonly SyntaxFault[];
}

export type EscapeCharacter = '\\' | '`';

/** `# escape=…`, `# syntax=…`, `# check=…` at the top of the file. */
export interface Directive {
  /** Lower case. */
  readonly name: string;
  readonly value: string;
  readonly line: number;
}

export interface Comment {
  readonly line: number;
  /** Without the `#` and the blanks around. */
  readonly text: string;
}

export interface Instruction {
  /** Upper case: `RUN`. */
  readonly keyword: string;
  /** As written: `run`. */
  readonly word: string;
  readonly line: number;
  /** Of its last line or of the end of its last here-document. */
  readonly endLine: number;
  /** The instruction without continuations and comments. */
  readonly source: JoinedText;
  readonly flags: readonly Flag[];
  /** What follows the flags, trimmed, and its offset in `source`. */
  readonly rest: string;
  readonly restAt: number;
  /** The arguments are a JSON array. */
  readonly isJson: boolean;
  /** The arguments in BuildKit's tree: words, or for ENV and LABEL three values a pair: key, value, separator. */
  readonly values: readonly Value[];
  /** What ONBUILD holds back. */
  readonly trigger?: Instruction;
  readonly heredocs: readonly Heredoc[];
  /** Numbers of the empty lines inside its continuation. */
  readonly emptyLines: readonly number[];
  /** Comment lines directly before it. */
  readonly comments: readonly Comment[];
}

/** `--name=value` or `--name`, before the arguments. */
export interface Flag {
  readonly name: string;
  readonly value?: string;
  /** As BuildKit keeps it. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Offsets are of `source.text`. */
export interface Value {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface Heredoc {
  readonly name: string;
  /** Variables in it are expanded. */
  readonly isExpanded: boolean;
  /** `<<-`: leading tabs are dropped. */
  readonly isChomped: boolean;
  readonly fileDescriptor: number;
  /** As written, line ends included; see {@link heredocText}. */
  readonly content: string;
  /** Of its first line; the line after the instruction where it is empty. */
  readonly line: number;
}

/** Something that BuildKit refuses, and what it expects. */
export interface SyntaxFault {
  readonly message: string;
  readonly line: number;
  readonly endLine: number;
}

/** What the command reads. */
export function heredocText({ content, isChomped }: Heredoc): string {
  return isChomped ? content.replace(/^\t+/gm, '') : content;
}

/** The value of a flag given once or several times: the last. */
export function flagValue(instruction: Instruction, name: string): string | undefined {
  return instruction.flags.findLast((flag) => flag.name === name)?.value;
}

export function hasFlag(instruction: Instruction, name: string): boolean {
  return instruction.flags.some((flag) => flag.name === name);
}
