import { parse, TomlDate, TomlError } from 'smol-toml';
import { type TomlTable } from './parse-toml.ts';

/** Why a text is not TOML, and where; lines and columns count from 1. */
export class TomlFault extends Error {
  override readonly name = 'TomlFault';
  readonly line: number;
  readonly column: number;
  readonly meant: string | undefined = undefined;

  constructor(message: string, line: number, column: number) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

/** TOML 1.0 as a table. Dates stay as they are written. Throws {@link TomlFault}. */
export function readToml(text: string, maxDepth: number): TomlTable {
  try {
    return parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text, { maxDepth });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [first = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
    throw new TomlFault(`invalid TOML: ${first}`, error.line, error.column);
  }
}

/** A date as RFC 3339 has it; `undefined` for what is none. */
export function tomlDateText(value: unknown): string | undefined {
  return value instanceof TomlDate ? value.toISOString() : undefined;
}
