import { parse } from 'smol-toml';

export type TomlTable = Readonly<Record<string, unknown>>;

/** TOML 1.0 as a table; `undefined` for anything else, and for what is nested deeper than `maxDepth`. Never throws. */
export function parseToml(text: string, maxDepth: number): TomlTable | undefined {
  try {
    return parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text, { maxDepth });
  } catch {
    return undefined;
  }
}
