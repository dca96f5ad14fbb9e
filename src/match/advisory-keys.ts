import { type AdvisoryKey } from '../model/advisory.ts';
import { formatShardName } from '../model/advisory-key.ts';
import { normalizeAdvisoryName } from '../model/advisory-name.ts';
import { ecosystem } from '../model/ecosystem.ts';
import { type Package } from '../model/package.ts';

/**
 * What the store must be asked about a package: one key, by its source or its own name as the ecosystem's row says, another by its source where advisories name both, and one for each
 * name that its content suggests where its own is not proved. An owned package needs its owner's key too, and that is asked because the owner is a package of the same report.
 */
export function advisoryKeysOf(found: Package): readonly AdvisoryKey[] {
  const { ecosystem: id, release } = found;
  return namesOf(found).map((name) => (release === undefined ? { ecosystem: id, name } : { ecosystem: id, release, name }));
}

/** The same keys as {@link formatAdvisoryKey} writes them. */
export function candidateKeysOf(found: Package): readonly string[] {
  const shard = formatShardName(found.ecosystem, found.release);
  return namesOf(found).map((name) => `${shard}/${name}`);
}

/** Whether the name it is matched under is only what its content suggests. */
export function hasGuessedName({ candidates = [] }: Package): boolean {
  return candidates.some(({ by }) => by === 'content');
}

function namesOf(found: Package): readonly string[] {
  const own = advisoryNameOf(found);
  const suffix = ecosystem(found.ecosystem).sourceNameSuffix;
  if (suffix !== undefined) return [own, `${normalizeAdvisoryName(found.ecosystem, found.source?.name ?? found.name)}${suffix}`];
  if (!hasGuessedName(found)) return [own];
  const suggested = (found.candidates ?? [])
    .filter(({ by }) => by === 'content')
    .map(({ name }) => normalizeAdvisoryName(found.ecosystem, name));
  return [...new Set([own, ...suggested])];
}

/** The key of its own name. */
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
