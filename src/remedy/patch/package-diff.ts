import { type Package } from '../../model/package.ts';

/** A package as two images have it. */
export interface PackageDifference {
  readonly name: string;
  /** Absent where it is new. */
  readonly from?: string;
  /** Absent where it is gone. */
  readonly to?: string;
}

/** What changed between two lists of packages, by name. */
export function diffPackages(before: readonly Package[], after: readonly Package[]): readonly PackageDifference[] {
  const [was, is] = [versionsOf(before), versionsOf(after)];
  const differences: PackageDifference[] = [];
  for (const key of [...new Set([...was.keys(), ...is.keys()])].sort()) {
    const [from, to] = [was.get(key), is.get(key)];
    if (from?.join() === to?.join()) continue;
    const name = key.slice(key.indexOf(' ') + 1);
    differences.push({ name, ...(from === undefined ? {} : { from: from.join(', ') }), ...(to === undefined ? {} : { to: to.join(', ') }) });
  }
  return differences;
} // prettier-ignore

function versionsOf(packages: readonly Package[]): ReadonlyMap<string, readonly string[]> {
  const versions = new Map<string, string[]>();
  for (const { ecosystem, name, version = '' } of packages) {
    const key = `${ecosystem} ${name}`;
    versions.set(key, [...(versions.get(key) ?? []), version].sort());
  }
  return versions;
}
