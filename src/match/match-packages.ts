import { type Candidate } from '../model/advisory.ts';
import { type EcosystemId } from '../model/ecosystem.ts';
import { type VulnerabilityFinding } from '../model/finding.ts';
import { type Issue } from '../model/issue.ts';
import { type Package } from '../model/package.ts';
import { type DetectedDistribution } from '../model/report.ts';
import { advisoryVersionOf, candidateKeyOf } from './advisory-keys.ts';
import { buildFinding } from './build-finding.ts';
import { openDistributionVoice, type DistributionVoice } from './distribution-voice.ts';
import { isPastEndOfLife } from './end-of-life.ts';
import { findFix, findUpgrade } from './find-fix.ts';
import { groupCopies, type Subject } from './group-copies.ts';
import { matcherOf } from './matchers.ts';
import { mergeAliases } from './merge-aliases.ts';
import { missingAdvisories, rememberCoverage, type Coverage } from './missing-advisories.ts';
import { ownAliases } from './own-aliases.ts';
import { resolveFlaws, type Flaw } from './resolve-flaws.ts';
import { boundIssues, undecidedIssues } from './undecided-issues.ts';

export interface MatchInput {
  readonly packages: readonly Package[];
  readonly distribution?: DetectedDistribution;
  /** The store's answer, by `formatAdvisoryKey`, for the keys of every package. */
  readonly candidates: ReadonlyMap<string, readonly Candidate[]>;
  readonly covers: (ecosystem: EcosystemId, release: string | undefined) => boolean;
  /** How many layers, counted from the base, are the base image's; absent when that cannot be told. */
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
  readonly covers: Coverage;
}

const noCandidates: readonly Candidate[] = [];

/** Packages and what is known about them → what is wrong with them, and what could not be decided. Pure. */
export function matchPackages(input: MatchInput): MatchResult {
  const context: Context = {
    ...input,
    voice: openDistributionVoice(input.packages, input.candidates),
    covers: rememberCoverage(input.covers),
  };
  const findings: VulnerabilityFinding[] = [];
  const undecided: Issue[] = [];
  for (const subject of groupCopies(input.packages)) {
    const candidates = input.candidates.get(candidateKeyOf(subject.found)) ?? noCandidates;
    if (candidates.length > 0) matchSubject(subject, candidates, context, findings, undecided);
  }
  return { findings, issues: [...missingAdvisories(input.packages, context.covers), ...boundIssues(undecided)] };
}

function matchSubject(
  subject: Subject,
  candidates: readonly Candidate[],
  context: Context,
  findings: VulnerabilityFinding[],
  undecided: Issue[],
): void {
  const { found } = subject;
  const resolution = resolveFlaws(advisoryVersionOf(found), matcherOf(found.ecosystem).match(found, candidates));
  if (resolution.flaws.length === 0 && resolution.undecided.length === 0) return;
  const owner = context.voice.ownerOf(found);
  const spoken = owner === undefined ? undefined : context.voice.knownFlaws(owner);
  const issues = resolution.undecided.filter(({ id }) => spoken?.has(id) !== true).map(({ issue }) => issue);
  if (found.evidence !== 'orphan') undecided.push(...undecidedIssues(issues));
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
    isDistroSilent: owner !== undefined && context.covers(owner.ecosystem, owner.release),
    isPastEndOfLife: isPastEndOfLife(found, context.now),
    upgradeTo,
    broughtBy: broughtByOf(found, context.baseLayerCount),
  };
  return flaws.map((flaw, at) => buildFinding(flaw, fixes[at], shared)).sort((a, b) => (a.id < b.id ? -1 : 1));
}

function broughtByOf(found: Package, baseLayerCount: number | undefined): VulnerabilityFinding['broughtBy'] {
  if (baseLayerCount === undefined) return 'unknown';
  return found.layerIndex < baseLayerCount ? 'base' : 'own';
}
