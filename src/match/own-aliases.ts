import { type Candidate } from '../model/advisory.ts';
import { flawIdOf } from './flaw-id.ts';
import { type Flaw } from './resolve-flaws.ts';

/** Every other id of a flaw, sorted: without ids that another record of the same package is known by, which OSV's transitive alias groups mix in. */
export function ownAliases(flaw: Flaw, candidates: readonly Candidate[]): readonly string[] {
  const aliases = new Set<string>();
  const recordIds = new Set<string>();
  for (const { candidate } of flaw.records) {
    const { advisory } = candidate;
    if (advisory.covers.length > 0) continue;
    recordIds.add(advisory.id);
    aliases.add(advisory.id);
    for (const alias of advisory.aliases) aliases.add(alias);
  }
  for (const { advisory } of candidates) {
    if (advisory.covers.length > 0 || recordIds.has(advisory.id)) continue;
    aliases.delete(advisory.id);
    aliases.delete(flawIdOf(advisory));
  }
  return [...aliases].filter((alias) => !alias.endsWith(flaw.id)).sort();
}
