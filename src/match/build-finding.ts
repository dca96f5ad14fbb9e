import { type Candidate, type Enrichment, type FixState } from '../model/advisory.ts';
import { type VulnerabilityFinding } from '../model/finding.ts';
import { type Location, type Package } from '../model/package.ts';
import { type SeverityRating } from '../model/severity.ts';
import { advisoryVersionOf, hasGuessedName } from './advisory-keys.ts';
import { chooseSeverity, type ChosenSeverity } from './choose-severity.ts';
import { type Subject } from './group-copies.ts';
import { laneOf } from './lane-of.ts';
import { ownAliases } from './own-aliases.ts';
import { type AffectedVerdict, type Flaw } from './resolve-flaws.ts';
import { foreignStream } from './source-authority.ts';
import { isOfThirdParty } from './third-parties.ts';

/** What all findings of one subject have in common. */
export interface FindingContext {
  readonly subject: Subject;
  readonly candidates: readonly Candidate[];
  readonly owner: Package | undefined;
  readonly isDistroSilent: boolean;
  readonly isPastEndOfLife: boolean;
  /** Paid services that the image has. */
  readonly subscriptions: readonly string[];
  readonly upgradeTo: string | undefined;
  readonly broughtBy: VulnerabilityFinding['broughtBy'];
  readonly isKernel: boolean;
  readonly fingerprintOf: (flawId: string) => string;
}

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** Without enrichment, which is looked up once all CVEs are known. */
export function buildFinding(flaw: Flaw, fixedVersion: string | undefined, context: FindingContext): VulnerabilityFinding {
  const { found, copies } = context.subject;
  const record = decidingRecord(flaw, fixedVersion);
  const { advisory, affected } = record.candidate;
  const fixState = fixStateOf(affected.fixState, fixedVersion, context.isPastEndOfLife);
  const fixStream =
    fixedVersion === undefined ? undefined : foreignStream(record.candidate, advisoryVersionOf(found), context.subscriptions);
  const isMalware = flaw.deciding.some(isAboutMalware);
  const isFixElsewhere = fixStream !== undefined;
  const severities = ratingsOf(flaw);
  const { severity, severityOrigin } = severityOf(record, severities, isMalware);
  const finding: Writable<VulnerabilityFinding> = {
    kind: 'vulnerability',
    id: flaw.id,
    aliases: ownAliases(flaw, context.candidates),
    fingerprint: context.fingerprintOf(flaw.id),
    severity,
    severityOrigin,
    severities,
    lane: laneOf({ evidence: found.evidence, isKernel: context.isKernel, isMalware, fixState, isFixElsewhere }),
    packageId: found.id,
    otherPackageIds: copies.length === 1 ? none : copies.filter((copy) => copy !== found).map((copy) => copy.id),
    locations: locationsOf(context.subject),
    advisory,
    advisoryIds: advisoryIdsOf(flaw),
    fixState,
    enrichment: noEnrichment,
    broughtBy: context.broughtBy,
  };
  if (record.range !== undefined) finding.range = record.range;
  if (fixedVersion !== undefined) finding.fixedVersion = fixedVersion;
  if (fixStream !== undefined) finding.fixStream = fixStream;
  if (context.upgradeTo !== undefined) finding.upgradeTo = context.upgradeTo;
  if (isOfThirdParty(found) || hasGuessedName(found)) finding.hasLowerConfidence = true;
  if (context.isDistroSilent) finding.isDistroSilent = true;
  return finding;
}

const none: readonly string[] = [];
const noEnrichment: Enrichment = {};

/** The record that gives the fix, GitHub's reviewed one before others, then by id. */
function decidingRecord(flaw: Flaw, fixedVersion: string | undefined): AffectedVerdict {
  let best = flaw.deciding[0];
  if (best === undefined) throw new Error(`flaw ${flaw.id} without a record`);
  if (flaw.deciding.length === 1) return best;
  for (const verdict of flaw.deciding) if (recordOrder(verdict, fixedVersion) < recordOrder(best, fixedVersion)) best = verdict;
  return best;
}

function recordOrder({ candidate, range }: AffectedVerdict, fixedVersion: string | undefined): string {
  const givesFix = fixedVersion !== undefined && range?.fixed === fixedVersion ? '0' : '1';
  return `${givesFix}${candidate.advisory.id.startsWith('GHSA-') ? '0' : '1'}${candidate.advisory.id}`;
}

/** A published version is a fix; a fix without a version is unknown. Past its end of life a release gets no more. */
function fixStateOf(state: FixState, fixedVersion: string | undefined, isPastEndOfLife: boolean): FixState {
  if (fixedVersion !== undefined) return 'fixed';
  if (isPastEndOfLife && state !== 'wont-fix') return 'end-of-life';
  return state === 'fixed' ? 'unknown' : state;
}

/** Every opinion once, also of records that did not decide. */
function ratingsOf(flaw: Flaw): readonly SeverityRating[] {
  const ratings: SeverityRating[] = [];
  for (const { candidate } of flaw.records) {
    if (candidate.affected.severity !== undefined) addRating(ratings, candidate.affected.severity);
    for (const rating of candidate.advisory.severities) addRating(ratings, rating);
  }
  return ratings;
}

function addRating(ratings: SeverityRating[], rating: SeverityRating): void {
  const { origin, severity, vector } = rating;
  for (const each of ratings) if (each.origin === origin && each.severity === severity && each.vector === vector) return;
  ratings.push(rating);
}

function isAboutMalware({ candidate }: AffectedVerdict): boolean {
  return candidate.advisory.isMalware === true;
}

/** A package that is itself the attack is critical, whatever its ratings say. */
function severityOf(record: AffectedVerdict, ratings: readonly SeverityRating[], isMalware: boolean): ChosenSeverity {
  if (isMalware) return { severity: 'critical', severityOrigin: record.candidate.advisory.sourceId };
  return chooseSeverity(record.candidate.affected.ecosystem, record.candidate.affected.severity, ratings);
}

function advisoryIdsOf(flaw: Flaw): readonly string[] {
  const ids: string[] = [];
  for (const { answer, candidate } of flaw.records) {
    const { id } = candidate.advisory;
    if (answer === 'affected' && !ids.includes(id)) ids.push(id);
  }
  return ids.sort();
}

function locationsOf({ found, copies }: Subject): readonly Location[] {
  if (copies.length === 1) return found.locations;
  const locations = new Map<string, Location>();
  for (const copy of copies) {
    for (const location of copy.locations) locations.set(`${location.layerIndex} ${location.path}`, location);
  }
  return [...locations.values()];
}
