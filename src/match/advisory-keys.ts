import { type AdvisoryKey } from '../model/advisory.ts';
import { formatShardName } from '../model/advisory-key.ts';
import { normalizeAdvisoryName } from '../model/advisory-name.ts';
import { ecosystem } from '../model/ecosystem.ts';
import { type Package } from '../model/package.ts';

/**
 * What the store must be asked about a package: one key, by its source or its own name as the ecosystem's row says. An owned
 * package needs its owner's key too, and that is asked because the owner is a package of the same report.
 */
export function advisoryKeysOf(found: Package): readonly AdvisoryKey[] {
  const name = advisoryNameOf(found);
  return [
    found.release === undefined ? { ecosystem: found.ecosystem, name } : { ecosystem: found.ecosystem, release: found.release, name },
  ];
}

/** The same key as {@link formatAdvisoryKey} writes it. */
export function candidateKeyOf(found: Package): string {
  return `${formatShardName(found.ecosystem, found.release)}/${advisoryNameOf(found)}`;
}

/** The version that advisories speak about: the source's own where they name sources, because a binary may be rebuilt (`+b1`) or numbered apart. */
export function advisoryVersionOf(found: Package): string | undefined {
  return namesSource(found) ? (found.source?.version ?? found.version) : found.version;
}

function advisoryNameOf(found: Package): string {
  return normalizeAdvisoryName(found.ecosystem, namesSource(found) ? (found.source?.name ?? found.name) : found.name);
}

function namesSource(found: Package): boolean {
  return ecosystem(found.ecosystem).advisoriesName === 'source';
}
