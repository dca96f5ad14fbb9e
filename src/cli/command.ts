import { type Runtime } from '../model/runtime.ts';

/**
 * One verb of the command line; each is one file `*-command.ts` in the folder of its family and one line in `commands.ts`. What it takes is data, so
 * that parsing, `--help`, completion and docs/reference/cli.md come from one place. Heavy imports belong inside `run`.
 */
export interface Command {
  /** As typed: `scan`, `db build`. */
  readonly name: string;
  /** One line, lower case, no full stop. */
  readonly summary: string;
  /** Paragraphs for `--help` and the reference page. */
  readonly description?: readonly string[];
  readonly arguments: readonly CommandArgument[];
  readonly options: readonly CommandOption[];
  /** Whole command lines with what they do. */
  readonly examples: readonly { readonly line: string; readonly does: string }[];
  /** Returns the exit code. Throws a PratiqueError if the command failed; usage errors have the code USAGE. */
  run(input: CommandInput, context: CommandContext): Promise<number>;
}

/** What is known of a command before its chunk is loaded. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Names in other tools; understood where another word follows. */
  readonly aliases?: readonly string[];
  readonly load: () => Promise<Command>;
}

export interface CommandArgument {
  /** Upper case: `TARGET`. */
  readonly name: string;
  readonly meaning: string;
  readonly isOptional?: boolean;
  /** Optional only where one of these options is given in its place. */
  readonly unlessOptions?: readonly string[];
  /** Takes all that follow; only the last may. */
  readonly isVariadic?: boolean;
  /** An image, which a scheme may precede: those of other tools are understood too. */
  readonly isImage?: true;
  /** What a shell may complete it with; nothing by default. */
  readonly completes?: 'file' | readonly string[];
}

export interface CommandOption {
  /** Without dashes: `exit-code`. */
  readonly name: string;
  /** One letter. */
  readonly short?: string;
  /** Placeholder for the value in help: `LIST`. Absent for switches. */
  readonly value?: string;
  /** The value is optional and needs `=`, so that the next word is never taken for it. */
  readonly isValueOptional?: boolean;
  readonly meaning: string;
  /** Shown in help; the code that reads the option applies it. */
  readonly default?: string;
  /** Any other value is a usage error. */
  readonly choices?: readonly string[];
  /** May be given several times; the values are kept in order. */
  readonly isRepeatable?: boolean;
  readonly completes?: 'file' | 'directory';
  /** A flag of another tool that changes nothing here: accepted, and this note is written to stderr. */
  readonly note?: string;
  /** A flag of another tool that is not supported: a usage error with this hint. */
  readonly instead?: string;
  /** Of a switch: the same where it is given as `=false`. */
  readonly insteadIfFalse?: string;
  /** What other tools call it: long names, and single letters. */
  readonly aliases?: readonly OptionAlias[];
}

export interface OptionAlias {
  readonly name: string;
  /** Written to stderr when this name was used. */
  readonly note?: string;
}

/** Whether the next word is the option's value. */
export function takesValue({ value, isValueOptional }: CommandOption): boolean {
  return value !== undefined && isValueOptional !== true;
}

/** What was typed, checked against the command's data. */
export interface CommandInput {
  readonly arguments: readonly string[];
  /** Values by option name without dashes, in the order given; an alias counts for its option, and is here too. A switch that was given has one empty value. */
  readonly options: ReadonlyMap<string, readonly string[]>;
}

/** What a command is handed by the program. */
export interface CommandContext {
  readonly runtime: Runtime;
  readonly output: Output;
  /** Cache directory after `--cache-dir` and the environment. */
  readonly cacheDirectory: string;
  readonly toolVersion: string;
  /** Every command, for those that speak about the others. */
  readonly commands: readonly CommandEntry[];
}

/** Where words go. Nothing but results goes to standard output. */
export interface Output {
  /** Columns of the terminal and whether to colour, for standard output. */
  readonly width: number;
  /** Columns of standard output where it is a terminal; absent where a program reads it, which gets one record a line. */
  readonly terminalWidth?: number;
  readonly useColor: boolean;
  /** Whether standard output shows links in text. */
  readonly useHyperlinks: boolean;
  /** Writes to standard output as fast as it is read; resolves early, without an error, when the reader has closed it. */
  write(chunks: Iterable<string> | AsyncIterable<string>): Promise<void>;
  /** One line on standard error, kept even with `--quiet`: warnings and errors. Control characters are escaped. */
  warn(line: string): void;
  /** One line on standard error, dropped with `--quiet`. */
  note(line: string): void;
}

/** The last value of an option; `undefined` when it was not given. */
export function optionValue(input: CommandInput, name: string): string | undefined {
  return input.options.get(name)?.at(-1);
}

/** All values of a repeatable option, in order. */
export function optionValues(input: CommandInput, name: string): readonly string[] {
  return input.options.get(name) ?? [];
}

export function hasOption(input: CommandInput, name: string): boolean {
  return input.options.has(name);
}
