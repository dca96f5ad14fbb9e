import { type CataloguedPackage } from '../../cataloger.ts';
import { parseDepends } from './dpkg-depends.ts';
import { type DpkgRecord } from './dpkg-records.ts';

/** Positions of records by their names, then by the virtual names they provide. */
export interface NameIndex {
  readonly real: ReadonlyMap<string, readonly number[]>;
  readonly provided: ReadonlyMap<string, readonly number[]>;
  readonly records: readonly DpkgRecord[];
}

export function indexByName(records: readonly DpkgRecord[]): NameIndex {
  const real = new Map<string, number[]>();
  const provided = new Map<string, number[]>();
  for (const [index, record] of records.entries()) {
    push(real, record.name, index);
    for (const [name] of parseDepends(record.provides)) if (name !== undefined) push(provided, name, index);
  }
  return { real, provided, records };
}

function push(map: Map<string, number[]>, key: string, value: number): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

/** Of each clause the first alternative that is installed. */
export function resolveDepends(record: DpkgRecord, names: NameIndex, packages: readonly CataloguedPackage[]): readonly string[] {
  const ids = new Set<string>();
  for (const alternatives of parseDepends(record.depends)) {
    for (const name of alternatives) {
      const index = pick(record, names.real.get(name), names.records) ?? pick(record, names.provided.get(name), names.records);
      if (index === undefined) continue;
      if (names.records[index] !== record) ids.add(packages[index]!.id);
      break;
    }
  }
  return [...ids];
}

/** Of several architectures the package's own goes first. */
function pick(record: DpkgRecord, candidates: readonly number[] | undefined, records: readonly DpkgRecord[]): number | undefined {
  if (candidates === undefined || candidates.length === 1) return candidates?.[0];
  return candidates.find((index) => records[index]?.architecture === record.architecture) ?? candidates[0];
}
