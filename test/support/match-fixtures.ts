import {
  factsInMemory,
  type Advisory,
  type AffectedPackage,
  type AffectedRange,
  type Candidate,
  type Enrichment,
  type KnownFacts,
} from '../../src/model/advisory.ts';
import { formatShardName } from '../../src/model/advisory-key.ts';
import { ecosystem, ecosystemIds, type EcosystemId } from '../../src/model/ecosystem.ts';
import { type VulnerabilityFinding } from '../../src/model/finding.ts';
import { type DetectedDistribution } from '../../src/model/report.ts';
import { type Package, packageId } from '../../src/model/package.ts';
import { type SeverityRating } from '../../src/model/severity.ts';
import { enrichFindings } from '../../src/match/enrich-findings.ts';
import { type MatchInput, matchPackages, type MatchResult } from '../../src/match/match-packages.ts';

/** `debian@12/openssl`, `npm/@scope/name`: ecosystem, release and name in one word. */
type Key = string;

export type PackageSketch = Partial<Omit<Package, 'source'>> & { readonly source?: string; readonly path?: string };

/** `makePackage('debian@12/libssl3 3.0.11-1+b1', { source: 'openssl 3.0.11-1' })` */
export function makePackage(text: string, sketch: PackageSketch = {}): Package {
  const space = text.indexOf(' ');
  const [key, version] = space < 0 ? [text, undefined] : [text.slice(0, space), text.slice(space + 1)];
  const { id, release, name } = parseKey(key);
  const row = ecosystem(id);
  const { source, path: asked, ...rest } = sketch;
  const path = asked ?? (row.distribution === undefined ? `app/node_modules/${name}/package.json` : 'var/lib/dpkg/status');
  const namespace = row.purlNamespace === undefined ? '' : `${row.purlNamespace}/`;
  const purl = `pkg:${row.purlType}/${namespace}${name.replace('@', '%40')}${version === undefined ? '' : `@${version}`}`;
  const [sourceName, sourceVersion] = source?.split(' ') ?? [];
  return {
    id: packageId(purl, path),
    purl,
    ecosystem: id,
    ...(release === undefined ? {} : { release }),
    name,
    ...(version === undefined ? {} : { version }),
    ...(sourceName === undefined ? {} : { source: { name: sourceName, version: sourceVersion ?? version ?? '' } }),
    evidence: row.distribution === undefined ? 'file' : 'installed',
    locations: [{ path, layerIndex: 0 }],
    layerIndex: 0,
    licenses: [],
    dependencies: [],
    ...rest,
  };
}

export interface FactSketch extends Partial<
  Pick<Advisory, 'aliases' | 'covers' | 'title' | 'description' | 'weaknesses' | 'symbols' | 'published' | 'isMalware'>
> {
  /** What it is about: `debian@12/openssl`. */
  readonly on: Key;
  readonly id: string;
  /** `osv` when absent. */
  readonly source?: string;
  /** Short for one range from the beginning; `''` for an open one. */
  readonly fixed?: string;
  readonly ranges?: readonly AffectedRange[];
  readonly versions?: readonly string[];
  readonly status?: AffectedPackage['status'];
  readonly state?: AffectedPackage['fixState'];
  /** `debian:low`: the publisher's own for this package. */
  readonly own?: string;
  /** `ghsa:high`, `nvd:critical:CVSS:3.1/…`: of the record. */
  readonly rated?: readonly string[];
  readonly architectures?: readonly string[];
  readonly module?: string;
  readonly stream?: string;
}

export function makeCandidate(fact: FactSketch): Candidate {
  const { id, release, name } = parseKey(fact.on);
  const ranges = fact.ranges ?? rangesOf(fact.fixed);
  const state = fact.state ?? (ranges.some((range) => range.fixed !== undefined) ? 'fixed' : 'no-fix-yet');
  return {
    advisory: {
      id: fact.id,
      sourceId: fact.source ?? 'osv',
      aliases: fact.aliases ?? [],
      covers: fact.covers ?? [],
      severities: (fact.rated ?? []).map(parseRating),
      references: [],
      ...(fact.title === undefined ? {} : { title: fact.title }),
      ...(fact.description === undefined ? {} : { description: fact.description }),
      ...(fact.weaknesses === undefined ? {} : { weaknesses: fact.weaknesses }),
      ...(fact.symbols === undefined ? {} : { symbols: fact.symbols }),
      ...(fact.published === undefined ? {} : { published: fact.published }),
      ...(fact.isMalware === undefined ? {} : { isMalware: fact.isMalware }),
    },
    affected: {
      ecosystem: id,
      ...(release === undefined ? {} : { release }),
      name,
      status: fact.status ?? 'affected',
      ranges,
      versions: fact.versions ?? [],
      fixState: state,
      ...(fact.own === undefined ? {} : { severity: parseRating(fact.own) }),
      ...(fact.architectures === undefined ? {} : { architectures: fact.architectures }),
      ...(fact.module === undefined ? {} : { module: fact.module }),
      ...(fact.stream === undefined ? {} : { stream: fact.stream }),
    },
  };
}

function rangesOf(fixed: string | undefined): readonly AffectedRange[] {
  if (fixed === undefined) return [];
  return [fixed === '' ? { introduced: '0' } : { introduced: '0', fixed }];
}

function parseRating(text: string): SeverityRating {
  const [origin = '', severity = '', ...vector] = text.split(':');
  return { origin, severity: severity as SeverityRating['severity'], ...(vector.length === 0 ? {} : { vector: vector.join(':') }) };
}

function parseKey(key: Key): { readonly id: EcosystemId; readonly release?: string; readonly name: string } {
  const slash = key.indexOf('/');
  const [id, release] = key.slice(0, slash).split('@');
  const known = ecosystemIds.find((each) => each === id);
  if (known === undefined) throw new Error(`no ecosystem ${key}`);
  return { id: known, ...(release === undefined ? {} : { release }), name: key.slice(slash + 1) };
}

export interface Situation {
  readonly packages: readonly Package[];
  readonly facts: readonly FactSketch[];
  /** Ecosystems (`debian@12`) that the store knows nothing about. */
  readonly uncovered?: readonly string[];
  /** Releases that stray records mention, as shard names. */
  readonly mentioned?: readonly string[];
  readonly enrichments?: Readonly<Record<string, Enrichment>>;
  readonly distribution?: DetectedDistribution;
  readonly isStarter?: boolean;
  readonly baseLayerCount?: number;
  readonly now?: string;
}

export function factsOf(facts: readonly FactSketch[]): ReadonlyMap<string, KnownFacts> {
  return new Map(Array.from(candidatesOf(facts), ([key, candidates]) => [key, factsInMemory(candidates)]));
}

function candidatesOf(facts: readonly FactSketch[]): ReadonlyMap<string, readonly Candidate[]> {
  const candidates = new Map<string, Candidate[]>();
  for (const fact of facts) candidates.set(fact.on, [...(candidates.get(fact.on) ?? []), makeCandidate(fact)]);
  return candidates;
}

export function matchSituation(situation: Situation): MatchResult {
  const input: MatchInput = {
    packages: situation.packages,
    facts: factsOf(situation.facts),
    coverageOf: (id, release) => {
      const name = formatShardName(id, release);
      if (situation.uncovered?.includes(name) === true) return 'none';
      return situation.mentioned?.includes(name) === true ? 'mentioned' : 'covered';
    },
    now: new Date(situation.now ?? '2026-03-01'),
    ...(situation.distribution === undefined ? {} : { distribution: situation.distribution }),
    ...(situation.isStarter === undefined ? {} : { isStarter: situation.isStarter }),
    ...(situation.baseLayerCount === undefined ? {} : { baseLayerCount: situation.baseLayerCount }),
  };
  const { findings, issues } = matchPackages(input);
  return { findings: enrichFindings(findings, new Map(Object.entries(situation.enrichments ?? {}))), issues };
}

/** Everything that was found and everything that could not be decided, a line each: what a test does not name fails it. */
export function tellMatch(situation: Situation): readonly string[] {
  const { findings, issues } = matchSituation(situation);
  return [
    ...findings.map((finding) => tellFinding(finding, situation.packages)),
    ...issues.map((issue) => `${issue.code}: ${issue.message}`),
  ];
}

/** `CVE-2023-1 libssl3 3.0.11-1: fixed 3.0.13-1, high by debian, fix-now` and whatever else is not as usual. */
function tellFinding(finding: VulnerabilityFinding, packages: readonly Package[]): string {
  const found = packages.find((each) => each.id === finding.packageId);
  const fix = finding.fixedVersion === undefined ? finding.fixState : `${finding.fixState} ${finding.fixedVersion}`;
  const parts = [
    `${finding.id} ${found?.name ?? '?'} ${found?.version ?? '-'}: ${fix}`,
    `${finding.severity} by ${finding.severityOrigin}`,
    finding.lane,
    ...(finding.upgradeTo === undefined || finding.upgradeTo === finding.fixedVersion ? [] : [`upgrade ${finding.upgradeTo}`]),
    ...(finding.fixStream === undefined ? [] : [`in ${finding.fixStream}`]),
    ...(finding.aliases.length === 0 ? [] : [`aka ${finding.aliases.join(' ')}`]),
    ...(finding.advisoryIds.length === 1 && finding.advisoryIds[0] === finding.id ? [] : [`says ${finding.advisoryIds.join(' ')}`]),
    ...(finding.otherPackageIds.length === 0 ? [] : [`${1 + finding.otherPackageIds.length} copies`]),
    ...(finding.broughtBy === 'unknown' ? [] : [finding.broughtBy]),
    ...(finding.isDistroSilent === true ? ['distro-silent'] : []),
    ...(finding.hasLowerConfidence === true ? ['lower confidence'] : []),
  ];
  return parts.join(', ');
}
