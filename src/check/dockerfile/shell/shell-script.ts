import { type Position } from '../syntax/joined-text.ts';

/** A text for a shell, and where its characters are in the file. */
export interface ScriptText {
  readonly text: string;
  readonly positionAt: (offset: number) => Position;
}

/** What a shell is given to run, taken apart. */
export interface ShellScript {
  /** Every simple command in the order of the text, those inside wrappers and substitutions too. */
  readonly commands: readonly ShellCommand[];
  /** Where a pipe of two or more commands begins. */
  readonly pipes: readonly Position[];
  /** Top-level statements divided by `;`, `&&`, `||` or line ends. */
  readonly statementCount: number;
  /** A part that no shell would read, and what was expected. */
  readonly fault?: { readonly message: string; readonly position: Position };
}

export interface ShellCommand {
  /** File name of its first word: `apt-get` of `/usr/bin/apt-get`. Empty where there are only assignments. */
  readonly name: string;
  /** Its other words. */
  readonly words: readonly ShellWord[];
  /** `NAME=value` before it. */
  readonly assignments: readonly { readonly name: string; readonly value: string }[];
  /** Programs that run it: `sudo`, `xargs`. */
  readonly via: readonly string[];
  readonly position: Position;
  readonly end: Position;
  /** Where its first word ends, to put something after it. */
  readonly nameEnd: Position;
}

export interface ShellWord {
  /** Without quotes; a variable whose value is not known stays as written. */
  readonly value: string;
  readonly position: Position;
  /** No variable in it is unknown. */
  readonly isKnown: boolean;
  readonly isQuoted: boolean;
}

/** File name of a program: `apt-get` of `/usr/bin/apt-get`. */
export function programName(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}
