import { type Evidence, type Package } from '../model/package.ts';

/** One name and version, however often it is installed: all copies have the same flaws, so they are judged and reported once. */
export interface Subject {
  /** The copy with the strongest evidence; it stands for all. */
  readonly found: Package;
  /** All of them in the order given, `found` included. */
  readonly copies: readonly Package[];
}

const evidenceOrder: readonly Evidence[] = ['installed', 'file', 'binary', 'vendored', 'declared', 'claimed', 'orphan'];

/** Copies that differ in who owns or carries them have different remedies, and stay apart. In the order of their first copy. */
export function groupCopies(packages: readonly Package[]): readonly Subject[] {
  const groups = new Map<string, Package[]>();
  for (const found of packages) {
    const key = copyKey(found);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [found]);
    else group.push(found);
  }
  return Array.from(groups.values(), (copies) => ({ found: strongest(copies), copies }));
}

function copyKey(found: Package): string {
  const carrier = found.ownedBy ?? (found.evidence === 'vendored' ? found.parent : undefined) ?? '';
  return `${found.ecosystem}\n${found.release ?? ''}\n${found.name}\n${found.version ?? ''}\n${found.architecture ?? ''}\n${carrier}`;
}

function strongest(copies: readonly Package[]): Package {
  return copies.reduce((best, copy) => (evidenceOrder.indexOf(copy.evidence) < evidenceOrder.indexOf(best.evidence) ? copy : best));
}
