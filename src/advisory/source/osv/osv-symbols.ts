import { type AffectedSymbols } from '../../../model/advisory.ts';
import { readArray, readName, readObject, readOptionalObject, readTexts, type RecordObject } from '../record-fields.ts';

const mostNames = 200;

/**
 * The functions that one `affected[]` entry names: Go's `imports[]` (https://go.dev/doc/security/vuln/database, "Schema") and RustSec's
 * `affects.functions`. Throws RecordError.
 */
export function readSymbols(value: unknown): readonly AffectedSymbols[] {
  const specific = readOptionalObject(readObject(value, 'affected')['ecosystem_specific'], 'ecosystem_specific');
  if (specific === undefined) return [];
  const imports = readImports(specific).map(({ path, symbols }) => ({ path, symbols: symbols.slice(0, mostNames) }));
  const functions = readTexts(readOptionalObject(specific['affects'], 'affects')?.['functions'], 'affects.functions').slice(0, mostNames);
  const crates = [...new Set(functions.map(crateOf))];
  return [...imports, ...crates.map((path) => ({ path, symbols: functions.filter((name) => crateOf(name) === path) }))];
}

/** Whether every import path that is affected is affected on other operating systems only: it cannot be reached in a Linux container. */
export function isForOtherSystemsOnly(specific: RecordObject): boolean {
  const imports = readImports(specific);
  return imports.length > 0 && imports.every(({ systems }) => systems.length > 0 && !systems.includes('linux'));
}

/** The part of `crate::module::function` that the crate is named by. */
function crateOf(name: string): string {
  return name.slice(0, Math.max(name.indexOf('::'), 0));
}

interface GoImport extends AffectedSymbols {
  readonly systems: readonly string[];
}

function readImports(specific: RecordObject): readonly GoImport[] {
  return readArray(specific['imports'], 'imports').map((value) => {
    const item = readObject(value, 'an import');
    return {
      path: readName(item['path'], 'import.path'),
      symbols: readTexts(item['symbols'], 'import.symbols'),
      systems: readTexts(item['goos'], 'import.goos'),
    };
  });
}
