import { type CataloguedPackage } from './cataloger.ts';
import { mergeDirect } from './merge-direct.ts';

export interface Corroborated {
  /** What is left, with what the dropped records lent. */
  readonly packages: readonly CataloguedPackage[];
  /** IDs of dropped records, and of the records that replace them. */
  readonly replacedBy: ReadonlyMap<string, string>;
}

/** Records that only claim a package give way to the installed copies that prove them. */
export function corroborate(packages: readonly CataloguedPackage[]): Corroborated {
  const installed = new Map<string, CataloguedPackage>();
  const installedByPurl = new Map<string, CataloguedPackage[]>();
  for (const found of packages) {
    if (found.corroboratedBy !== undefined) continue;
    installed.set(keyOf(found.purl, found.locations[0]?.path), found);
    const copies = installedByPurl.get(found.purl);
    if (copies === undefined) installedByPurl.set(found.purl, [found]);
    else copies.push(found);
  }
  const replacedBy = new Map<string, string>();
  const lenders = new Map<string, CataloguedPackage[]>();
  for (const record of packages) {
    for (const copy of copiesOf(record, installed, installedByPurl)) {
      if (!replacedBy.has(record.id)) replacedBy.set(record.id, copy.id);
      lenders.set(copy.id, [...(lenders.get(copy.id) ?? []), record]);
    }
  }
  const kept = packages.filter((found) => !replacedBy.has(found.id));
  return { packages: kept.map((found) => borrow(found, lenders.get(found.id) ?? [], replacedBy)), replacedBy };
}

function copiesOf(
  { purl, corroboratedBy = [] }: CataloguedPackage,
  installed: ReadonlyMap<string, CataloguedPackage>,
  installedByPurl: ReadonlyMap<string, readonly CataloguedPackage[]>,
): readonly CataloguedPackage[] {
  if (corroboratedBy === 'anywhere') return installedByPurl.get(purl) ?? [];
  return corroboratedBy.flatMap((path) => installed.get(keyOf(purl, path)) ?? []);
}

function keyOf(purl: string, path: string | undefined): string {
  return `${purl} ${path ?? ''}`;
}

/** Dependencies are looked up where Node.js and others would find them, so a lock file's are only for copies that name none themselves. */
function borrow(
  found: CataloguedPackage,
  lenders: readonly CataloguedPackage[],
  replacedBy: ReadonlyMap<string, string>,
): CataloguedPackage {
  const lent = found.dependencies.length > 0 ? [] : lenders.flatMap((lender) => lender.dependencies);
  const ids = [...found.dependencies, ...lent].map((id) => replacedBy.get(id) ?? id).filter((id) => id !== found.id);
  const isDevelopment = found.isDevelopment === true || (lenders.length > 0 && lenders.every((lender) => lender.isDevelopment === true));
  const isDirect = mergeDirect([found, ...lenders].map((one) => one.isDirect));
  return {
    ...found,
    dependencies: [...new Set(ids)],
    ...(isDirect === undefined ? {} : { isDirect }),
    ...(isDevelopment ? { isDevelopment } : {}),
  };
}
