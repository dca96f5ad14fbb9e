import { type Candidate, type Enrichment, type FixState } from '../model/advisory.ts';
import { type VulnerabilityFinding } from '../model/finding.ts';
import { type Location, type Package } from '../model/package.ts';
import { type SeverityRating } from '../model/severity.ts';
import { advisoryVersionOf } from './advisory-keys.ts';
import { chooseSeverity, type ChosenSeverity } from './choose-severity.ts';
import { vulnerabilityFingerprint } from './fingerprint.ts';
import { type Subject } from './group-copies.ts';
import { laneOf } from './lane-of.ts';
import { isKernelPackage } from './not-applicable.ts';
import { ownAliases } from './own-aliases.ts';
import { type AffectedVerdict, type Flaw } from './resolve-flaws.ts';
import { foreignStream } from './source-authority.ts';

/** What a finding is made of besides the flaw itself. */
export interface FindingContext {
  readonly subject: Subject;
  readonly candidates: readonly Candidate[];
  readonly enrichment: Enrichment;
  readonly owner: Package | undefined;
  readonly isDistroSilent: boolean;
  readonly isPastEndOfLife: boolean;
  readonly fixedVersion: string | undefined;
  readonly upgradeTo: string | undefined;
  readonly broughtBy: VulnerabilityFinding['broughtBy'];
}

export function buildFinding(flaw: Flaw, context: FindingContext): VulnerabilityFinding {
  const { found, copies } = context.subject;
  const record = decidingRecord(flaw, context.fixedVersion);
  const { advisory, affected } = record.candidate;
  const fixState = fixStateOf(affected.fixState, context);
  const fixStream = context.fixedVersion === undefined ? undefined : foreignStream(record.candidate, advisoryVersionOf(found));
  const isMalware = flaw.deciding.some(({ candidate }) => candidate.advisory.isMalware === true);
  const severities = ratingsOf(flaw);
  const { title } = advisory;
  return {
    kind: 'vulnerability',
    id: flaw.id,
    aliases: ownAliases(flaw, context.candidates),
    ...(title === undefined ? {} : { title }),
    fingerprint: vulnerabilityFingerprint(flaw.id, found.purl, context.owner?.purl),
    ...severityOf(record, severities, isMalware),
    severities,
    lane: laneOf({
      evidence: found.evidence,
      isKernel: isKernelPackage(found),
      isMalware,
      fixState,
      isFixElsewhere: fixStream !== undefined,
      enrichment: context.enrichment,
    }),
    packageId: found.id,
    otherPackageIds: copies.filter((copy) => copy !== found).map((copy) => copy.id),
    locations: locationsOf(context.subject),
    advisory,
    advisoryIds: advisoryIdsOf(flaw),
    ...(record.range === undefined ? {} : { range: record.range }),
    fixState,
    ...(context.fixedVersion === undefined ? {} : { fixedVersion: context.fixedVersion }),
    ...(fixStream === undefined ? {} : { fixStream }),
    ...(context.upgradeTo === undefined ? {} : { upgradeTo: context.upgradeTo }),
    enrichment: context.enrichment,
    broughtBy: context.broughtBy,
    ...(context.isDistroSilent ? { isDistroSilent: true } : {}),
  };
}

/** The record that gives the fix, GitHub's reviewed one before others, then by id. */
function decidingRecord(flaw: Flaw, fixedVersion: string | undefined): AffectedVerdict {
  const [first, ...rest] = flaw.deciding;
  if (first === undefined) throw new Error(`flaw ${flaw.id} without a record`);
  return rest.reduce((best, verdict) => (recordOrder(verdict, fixedVersion) < recordOrder(best, fixedVersion) ? verdict : best), first);
}

function recordOrder({ candidate, range }: AffectedVerdict, fixedVersion: string | undefined): string {
  const givesFix = fixedVersion !== undefined && range?.fixed === fixedVersion ? '0' : '1';
  return `${givesFix}${candidate.advisory.id.startsWith('GHSA-') ? '0' : '1'}${candidate.advisory.id}`;
}

/** A fix that is published is a fix; one that is said but not named is not known. Past its end of life a release gets no more. */
function fixStateOf(state: FixState, { fixedVersion, isPastEndOfLife }: FindingContext): FixState {
  if (fixedVersion !== undefined) return 'fixed';
  if (isPastEndOfLife && state !== 'wont-fix') return 'end-of-life';
  return state === 'fixed' ? 'unknown' : state;
}

/** Every opinion once, also of records that did not decide. */
function ratingsOf(flaw: Flaw): readonly SeverityRating[] {
  const ratings = new Map<string, SeverityRating>();
  for (const { candidate } of flaw.records) {
    for (const rating of candidate.affected.severity === undefined
      ? candidate.advisory.severities
      : [candidate.affected.severity, ...candidate.advisory.severities]) {
      const key = `${rating.origin}\n${rating.severity}\n${rating.vector ?? ''}`;
      if (!ratings.has(key)) ratings.set(key, rating);
    }
  }
  return [...ratings.values()];
}

/** A package that is itself the attack is critical, whatever anybody rated. */
function severityOf(record: AffectedVerdict, ratings: readonly SeverityRating[], isMalware: boolean): ChosenSeverity {
  if (isMalware) return { severity: 'critical', severityOrigin: record.candidate.advisory.sourceId };
  return chooseSeverity(record.candidate.affected.ecosystem, record.candidate.affected.severity, ratings);
}

function advisoryIdsOf(flaw: Flaw): readonly string[] {
  const affirming = flaw.records.filter((verdict) => verdict.answer === 'affected');
  return [...new Set(affirming.map(({ candidate }) => candidate.advisory.id))].sort();
}

function locationsOf({ copies }: Subject): readonly Location[] {
  const locations = new Map<string, Location>();
  for (const copy of copies) {
    for (const location of copy.locations) locations.set(`${location.layerIndex} ${location.path}`, location);
  }
  return [...locations.values()];
}
