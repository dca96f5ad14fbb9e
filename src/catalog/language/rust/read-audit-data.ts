import { limits } from '../../../model/limits.ts';
import { asObject, asText, parseJsonObject } from '../json-object.ts';

/** One crate in a program; JSON. */
export interface AuditedCrate {
  readonly name: string;
  readonly version: string;
  /** `crates.io`, `git`, `local` or `registry`. */
  readonly source: string;
  /** The program's own. */
  readonly isRoot?: boolean;
  /** Places in the list. */
  readonly dependencies: readonly number[];
}

export type RustAudit = { readonly crates: readonly (AuditedCrate | null)[] } | { readonly problem: string };

/** cargo-auditable.schema.json. What only the build needed is `null`: it is not in the program. Places stay, because they are what dependencies name. */
export function readAuditData(text: string): RustAudit {
  const packages = parseJsonObject(Buffer.from(text))?.['packages'];
  if (!Array.isArray(packages)) return { problem: 'its list of crates is damaged' };
  if (packages.length > limits.rustAuditCrates) return { problem: `it lists more than ${limits.rustAuditCrates} crates` };
  return {
    crates: packages.map((value: unknown) => {
      const entry = asObject(value);
      const [name, version] = [asText(entry?.['name']), asText(entry?.['version'])];
      if (entry === undefined || name === undefined || version === undefined || entry['kind'] === 'build') return null;
      const needs = Array.isArray(entry['dependencies']) ? entry['dependencies'] : [];
      return {
        name,
        version,
        source: asText(entry['source']) ?? '',
        ...(entry['root'] === true ? { isRoot: true } : {}),
        dependencies: needs.filter((each): each is number => Number.isInteger(each)),
      };
    }),
  };
}
