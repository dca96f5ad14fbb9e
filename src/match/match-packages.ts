import { type Candidate, type KnownFacts } from '../model/advisory.ts';
import { ecosystem } from '../model/ecosystem.ts';
import { type VulnerabilityFinding } from '../model/finding.ts';
import { type Issue } from '../model/issue.ts';
import { type Package } from '../model/package.ts';
import { type DetectedDistribution } from '../model/report.ts';
import { versionSchemes } from '../version/version-schemes.ts';
import { advisoryVersionOf, candidateKeysOf } from './advisory-keys.ts';
import { buildFinding } from './build-finding.ts';
import { openDistributionVoice, type DistributionVoice } from './distribution-voice.ts';
import { isPastEndOfLife } from './end-of-life.ts';
import { fingerprintsOf } from './fingerprint.ts';
import { findFix, findUpgrade } from './find-fix.ts';
import { groupCopies, type Subject } from './group-copies.ts';
import { guessedNameIssues } from './guessed-names.ts';
import { matcherOf } from './matchers.ts';
import { mergeAliases } from './merge-aliases.ts';
import { missingAdvisories, rememberCoverage, type CoverageOf } from './missing-advisories.ts';
import { investigationIssues, type InvestigatedFlaw } from './investigation-issues.ts';
import { isKernelPackage } from './not-applicable.ts';
import { ownAliases } from './own-aliases.ts';
import { resolveFlaws, type Flaw } from './resolve-flaws.ts';
import { isOfThirdParty, thirdPartyIssues } from './third-parties.ts';
import { boundIssues, undecidedIssues } from './undecided-issues.ts';

export interface MatchInput {
  readonly packages: readonly Package[];
  readonly distribution?: DetectedDistribution;
  /** The store's answer, by `formatAdvisoryKey`, for the keys of every package. */
  readonly facts: ReadonlyMap<string, KnownFacts>;
  readonly coverageOf: CoverageOf;
  /** The small built-in list answers: that it has no record of a package says nothing. */
  readonly isStarter?: boolean;
  /** How many layers, counted from the base, are the base image's; absent when that is not known. */
  readonly baseLayerCount?: number;
  readonly now: Date;
}

export interface MatchResult {
  /** In the order of the packages, then by id. */
  readonly findings: readonly VulnerabilityFinding[];
  readonly issues: readonly Issue[];
}

interface Context extends MatchInput {
  readonly voice: DistributionVoice;
}

/** Packages and what is known about them → what is wrong with them, and what could not be decided. Pure. */
export function matchPackages(all: MatchInput): MatchResult {
  const input = { ...all, packages: all.packages.filter(({ isOwn }) => isOwn !== true) };
  const context: Context = {
    ...input,
    voice: openDistributionVoice(input.packages, input.facts),
    coverageOf: rememberCoverage(input.coverageOf),
  };
  const subjects = groupCopies(input.packages);
  const findings: VulnerabilityFinding[][] = subjects.map(() => []);
  const undecided: Issue[][] = subjects.map(() => []);
  const investigated: InvestigatedFlaw[] = [];
  // The packages of one source stand apart in the list; what is known of it is decoded once, and let go before the next.
  for (const [key, places] of placesByKey(subjects)) {
    const facts = context.facts.get(key);
    if (facts === undefined) continue;
    const known = rememberUnsettled(facts);
    for (const place of places) {
      const candidates = known(subjects[place]!.found);
      if (candidates.length > 0)
        matchSubject(subjects[place]!, candidates, context, {
          findings: findings[place]!,
          undecided: undecided[place]!,
          investigated,
        });
    }
  }
  return {
    findings: findings.flatMap((ofOne, place) => (candidateKeysOf(subjects[place]!.found).length > 1 ? withoutCopies(ofOne) : ofOne)),
    issues: [
      ...missingAdvisories(input.packages, context.coverageOf),
      ...thirdPartyIssues(context),
      ...guessedNameIssues(input.packages),
      ...boundIssues(undecided.flat()),
      ...investigationIssues(investigated),
    ],
  };
}

function placesByKey(subjects: readonly Subject[]): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  for (let place = 0; place < subjects.length; place++) {
    for (const key of candidateKeysOf(subjects[place]!.found)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [place]);
      else group.push(place);
    }
  }
  return groups;
}

/** Two of the names that a package is asked by can have the same flaw; the first that is asked counts. */
function withoutCopies(findings: readonly VulnerabilityFinding[]): readonly VulnerabilityFinding[] {
  const byId = new Map(findings.toReversed().map((finding) => [finding.id, finding]));
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What matters to a package's version; the same list for the same version, which the packages of one source have. */
function rememberUnsettled(facts: KnownFacts): (found: Package) => readonly Candidate[] {
  let last: { readonly version: string | undefined; readonly candidates: readonly Candidate[] } | undefined;
  return (found) => {
    const version = advisoryVersionOf(found);
    if (last === undefined || last.version !== version) last = { version, candidates: facts.unsettled(settledBy(found, version)) };
    return last.candidates;
  };
}

/** Whether a version is past a fix. */
function settledBy(found: Package, version: string | undefined): (fixed: string) => boolean {
  const scheme = versionSchemes[ecosystem(found.ecosystem).versionScheme];
  if (version === undefined || !scheme.isValid(version)) return () => false;
  return (fixed) => scheme.isValid(fixed) && scheme.compare(version, fixed) >= 0;
}

interface Outcome {
  readonly findings: VulnerabilityFinding[];
  readonly undecided: Issue[];
  readonly investigated: InvestigatedFlaw[];
}

function matchSubject(
  subject: Subject,
  candidates: readonly Candidate[],
  context: Context,
  { findings, undecided, investigated }: Outcome,
): void {
  const { found } = subject;
  const resolution = resolveFlaws(advisoryVersionOf(found), matcherOf(found.ecosystem).match(found, candidates));
  if (resolution.flaws.length === 0 && resolution.undecided.length === 0 && resolution.investigated.length === 0) return;
  const owner = context.voice.ownerOf(found);
  const spoken = owner === undefined || isOfThirdParty(owner) ? undefined : context.voice.knownFlaws(owner);
  const issues = resolution.undecided.filter(({ id }) => spoken?.has(id) !== true).map(({ issue }) => issue);
  if (found.evidence !== 'orphan') {
    undecided.push(...undecidedIssues(issues));
    for (const { id, candidate } of resolution.investigated) if (spoken?.has(id) !== true) investigated.push({ id, candidate, found });
  }
  const unspoken = resolution.flaws.filter((flaw) => spoken === undefined || !isSpoken(flaw, candidates, spoken));
  findings.push(...findingsOf(subject, owner, unspoken, candidates, context));
}

function isSpoken(flaw: Flaw, candidates: readonly Candidate[], spoken: ReadonlySet<string>): boolean {
  return spoken.has(flaw.id) || ownAliases(flaw, candidates).some((alias) => spoken.has(alias));
}

function findingsOf(
  subject: Subject,
  owner: Package | undefined,
  resolved: readonly Flaw[],
  candidates: readonly Candidate[],
  context: Context,
): readonly VulnerabilityFinding[] {
  const { found } = subject;
  const flaws = mergeAliases(resolved, (flaw) => findFix(found, flaw));
  const fixes = flaws.map((flaw) => findFix(found, flaw));
  const known = fixes.filter((fix) => fix !== undefined);
  const upgradeTo = known.length === 0 ? undefined : findUpgrade(found, matcherOf(found.ecosystem), candidates, known);
  const shared = {
    subject,
    candidates,
    owner,
    isDistroSilent: isSilent(owner, context),
    isPastEndOfLife: isPastEndOfLife(found, context.distribution, context.now),
    subscriptions: context.distribution?.subscriptions ?? [],
    upgradeTo,
    broughtBy: broughtByOf(found, context.baseLayerCount),
    isKernel: isKernelPackage(found),
    fingerprintOf: fingerprintsOf(found.purl, owner?.purl),
  };
  return flaws.map((flaw, at) => buildFinding(flaw, fixes[at], shared)).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Its distribution would have spoken of what it ships itself. */
function isSilent(owner: Package | undefined, { coverageOf }: Context): boolean {
  return owner !== undefined && !isOfThirdParty(owner) && coverageOf(owner.ecosystem, owner.release) === 'covered';
}

function broughtByOf(found: Package, baseLayerCount: number | undefined): VulnerabilityFinding['broughtBy'] {
  if (baseLayerCount === undefined) return 'unknown';
  return found.layerIndex < baseLayerCount ? 'base' : 'own';
}
