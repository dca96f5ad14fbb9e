import { type AffectedRange, type Candidate, type KnownFacts } from '../model/advisory.ts';
import { ecosystem } from '../model/ecosystem.ts';
import { type Package } from '../model/package.ts';
import { type VersionScheme } from '../model/version-scheme.ts';
import { versionSchemes } from '../version/version-schemes.ts';
import { advisoryVersionOf, candidateKeysOf } from './advisory-keys.ts';
import { isForArchitecture } from './default-matcher.ts';
import { flawIdOf } from './flaw-id.ts';
import { isMalwareAtAnyVersion, isVersionless } from './judge-candidate.ts';
import { type Verdict } from './matcher.ts';
import { matcherOf } from './matchers.ts';
import { resolveFlaws } from './resolve-flaws.ts';

/** One record about one package, and what became of it. */
export interface ExplainedFact {
  readonly found: Package;
  /** Shard and name that the record was found under: `debian@12/openssl`. */
  readonly key: string;
  readonly candidate: Candidate;
  /** `other-build`: the record is about another architecture, module, stream or branch. */
  readonly outcome: Verdict['answer'] | 'under-investigation' | 'other-build';
  /** What was compared and how it came out, or why nothing was: one line each. */
  readonly reasons: readonly string[];
  /** Whether it is one of the records that the finding rests on. */
  readonly isDeciding: boolean;
}

/** Every record about a flaw for the packages that it names, also those that do not affect them. `ids` are the flaw's id and its aliases. Pure. */
export function explainFlaw(
  packages: readonly Package[],
  facts: ReadonlyMap<string, KnownFacts>,
  ids: ReadonlySet<string>,
): readonly ExplainedFact[] {
  return packages.flatMap((found) =>
    candidateKeysOf(found).flatMap((key) => {
      const candidates = facts.get(key)?.all() ?? [];
      return candidates.some((candidate) => isAbout(candidate, ids)) ? explainPackage(found, key, candidates, ids) : [];
    }),
  );
}

/** The ids that a flaw goes by in these records: what somebody asks for may be the alias that no finding is named by. */
export function idsOfFlaw(facts: Iterable<KnownFacts>, id: string): ReadonlySet<string> {
  const ids = new Set([id]);
  for (const known of facts) {
    for (const { advisory } of known.all()) {
      if (advisory.covers.length > 0 || !(advisory.id === id || advisory.aliases.includes(id) || flawIdOf(advisory) === id)) continue;
      ids.add(advisory.id).add(flawIdOf(advisory));
    }
  }
  return ids;
}

function isAbout({ advisory }: Candidate, ids: ReadonlySet<string>): boolean {
  return ids.has(advisory.id) || advisory.covers.some((id) => ids.has(id)) || (advisory.covers.length === 0 && ids.has(flawIdOf(advisory)));
}

function explainPackage(found: Package, key: string, candidates: readonly Candidate[], ids: ReadonlySet<string>): readonly ExplainedFact[] {
  const version = advisoryVersionOf(found);
  const verdicts = matcherOf(found.ecosystem).match(found, candidates);
  const byCandidate = new Map(verdicts.map((verdict) => [verdict.candidate, verdict]));
  const { flaws } = resolveFlaws(version, verdicts);
  const deciding = new Set(flaws.filter(({ id }) => ids.has(id)).flatMap((flaw) => flaw.deciding.map((verdict) => verdict.candidate)));
  return candidates
    .filter((candidate) => isAbout(candidate, ids))
    .map((candidate) => {
      const verdict = byCandidate.get(candidate);
      const isOpen = candidate.affected.status === 'under-investigation';
      return {
        found,
        key,
        candidate,
        outcome: verdict === undefined ? 'other-build' : isOpen ? 'under-investigation' : verdict.answer,
        reasons: verdict === undefined ? [whyOther(found, candidate)] : compare(found, version, candidate),
        isDeciding: deciding.has(candidate),
      };
    });
}

function whyOther(found: Package, candidate: Candidate): string {
  const { architectures = [], stream, module, ranges } = candidate.affected;
  if (!isForArchitecture(found, candidate)) return `for ${architectures.join(', ')}; installed for ${found.architecture ?? 'unknown'}`;
  if (stream !== undefined) return `for the stream ${stream}`;
  if (module !== found.module)
    return `for ${module === undefined ? 'no module' : `module ${module}`}; installed from ${found.module ?? 'no module'}`;
  return `for another build${ranges.map(({ fixed }) => (fixed === undefined ? '' : `, fixed in ${fixed}`)).join('')}`;
}

function compare(found: Package, version: string | undefined, candidate: Candidate): readonly string[] {
  const { affected } = candidate;
  if (affected.status === 'not-affected') return ['its publisher says that it is not affected'];
  if (affected.status === 'under-investigation') return ['its publisher has not decided yet'];
  if (isVersionless(version))
    return [isMalwareAtAnyVersion(candidate) ? 'every version is malware' : 'the package has no version, so nothing can be compared'];
  const { versionScheme } = ecosystem(found.ecosystem);
  const scheme = versionSchemes[versionScheme];
  const lines = affected.ranges.map((range) => compareRange(scheme, version, range));
  if (affected.versions.length > 0)
    lines.push(
      `${version ?? 'no version'} is ${affected.versions.includes(version ?? '') ? '' : 'not '}one of ${affected.versions.length} listed versions`,
    );
  return lines.length === 0 ? ['every version is affected'] : lines;
}

/** `7.88.1-10 < 7.88.1-12`: each bound with the sign that the comparison gave. */
function compareRange(scheme: VersionScheme, version: string | undefined, { introduced, fixed, lastAffected }: AffectedRange): string {
  const parts: string[] = [];
  if (introduced !== '0') parts.push(compareBound(scheme, version, introduced, 'introduced'));
  if (fixed !== undefined) parts.push(compareBound(scheme, version, fixed, 'fixed'));
  if (lastAffected !== undefined) parts.push(compareBound(scheme, version, lastAffected, 'last affected'));
  return parts.length === 0 ? 'every version is affected' : parts.join(', ');
}

function compareBound(scheme: VersionScheme, version: string | undefined, bound: string, role: string): string {
  if (version === undefined) return `no version to compare with ${bound} (${role})`;
  const invalid = [version, bound].find((each) => !scheme.isValid(each));
  if (invalid !== undefined) return `${version} ? ${bound} (${role}): ${invalid} is not a valid ${scheme.id} version`;
  const order = scheme.compare(version, bound);
  return `${version} ${order < 0 ? '<' : order > 0 ? '>' : '='} ${bound} (${role})`;
}
