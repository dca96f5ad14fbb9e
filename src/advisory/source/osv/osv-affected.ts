import { type AffectedPackage, type AffectedRange, type FixState } from '../../../model/advisory.ts';
import { ecosystem } from '../../../model/ecosystem.ts';
import { type SeverityRating } from '../../../model/severity.ts';
import { type VersionScheme } from '../../../model/version-scheme.ts';
import { isInRange } from '../../../version/range.ts';
import { versionSchemes } from '../../../version/version-schemes.ts';
import { RecordError } from '../record-error.ts';
import { readArray, readName, readObject, readOptionalObject, readOptionalText, readTexts, type RecordObject } from '../record-fields.ts';
import { parseOsvEcosystem } from './osv-ecosystem.ts';
import { type OsvEcosystem } from './osv-place.ts';
import { normalizeAdvisoryName } from '../../../model/advisory-name.ts';
import { type OsvPublisher } from './osv-publishers.ts';
import { isForOtherSystemsOnly } from './osv-symbols.ts';
import { readBinaries } from './osv-binaries.ts';
import { convertRange } from './osv-ranges.ts';
import { parseSeverityWord } from '../severity-words.ts';
import { rateVector, rateVectors } from './osv-severity.ts';

export interface ConvertedAffected {
  /** Empty for another ecosystem, or for commits only. */
  readonly facts: readonly AffectedPackage[];
  readonly problems: readonly string[];
}

const nothing: ConvertedAffected = { facts: [], problems: [] };

/** One `affected[]` entry, if `isWanted` accepts its ecosystem. Throws RecordError if it is malformed. */
export function convertAffected(
  value: unknown,
  isWanted: (place: OsvEcosystem) => boolean,
  publisher: OsvPublisher,
  title: string | undefined,
): ConvertedAffected {
  const entry = readObject(value, 'affected');
  const found = readOptionalObject(entry['package'], 'affected.package');
  if (found === undefined) {
    if (entry['ranges'] === undefined) throw new RecordError('affected names neither a package nor ranges');
    return nothing;
  }
  const ecosystemName = readName(found['ecosystem'], 'package.ecosystem');
  const name = readName(found['name'], 'package.name');
  const place = parseOsvEcosystem(ecosystemName);
  if (place === undefined || !isWanted(place)) return nothing;
  return convertEntry(entry, place, normalizeAdvisoryName(place.ecosystem, name), publisher, title);
}

function convertEntry(
  entry: RecordObject,
  place: OsvEcosystem,
  name: string,
  publisher: OsvPublisher,
  title: string | undefined,
): ConvertedAffected {
  const specific = readOptionalObject(entry['ecosystem_specific'], 'ecosystem_specific') ?? {};
  const database = readOptionalObject(entry['database_specific'], 'affected.database_specific') ?? {};
  if (isForOtherSystems(specific) || isForOtherSystemsOnly(specific)) return nothing;
  const row = ecosystem(place.ecosystem);
  const scheme = versionSchemes[row.versionScheme];
  const stated = readRanges(entry, specific, scheme);
  const bounded = boundOpenRange(stated, database, scheme);
  const isDistribution = row.distribution !== undefined;
  const listed = readTexts(entry['versions'], 'versions').filter((version) => version.length <= 256);
  const versions =
    bounded.isBounded || (isDistribution && bounded.ranges.length > 0)
      ? []
      : listed.filter((version) => !isCovered(version, bounded.ranges, scheme));
  const severity = rateAffected(entry, specific, database, publisher);
  const base = { ...place, name, versions, ...(severity !== undefined && { severity }) };
  if (isDistribution && stated.isNever)
    return { facts: [{ ...base, versions: [], status: 'not-affected', ranges: [], fixState: 'unknown' }], problems: stated.problems };
  if (bounded.ranges.length === 0 && versions.length === 0) return { facts: [], problems: bounded.problemsOrEmpty };
  const fact: AffectedPackage = { ...base, status: 'affected', ranges: bounded.ranges, fixState: fixStateOf(bounded, specific, publisher) };
  const binaries = isDistribution && row.advisoriesName === 'binary' ? readBinaries(fact, specific) : undefined;
  return { facts: binaries ?? withModules(fact, title), problems: stated.problems };
}

interface StatedRanges {
  readonly ranges: readonly AffectedRange[];
  readonly problems: readonly string[];
  /** `introduced 0, fixed 0`: the package never had the flaw. */
  readonly isNever: boolean;
  readonly hadRanges: boolean;
}

/** Commits are skipped: packages have versions. Go's `custom_ranges` hold the truth where SEMVER could only say "everything". */
function readRanges(entry: RecordObject, specific: RecordObject, scheme: VersionScheme): StatedRanges {
  const own = collectRanges(readArray(entry['ranges'], 'ranges'), scheme);
  const custom = readArray(specific['custom_ranges'], 'custom_ranges');
  const isOpen = own.ranges.every(({ fixed, lastAffected }) => fixed === undefined && lastAffected === undefined);
  return custom.length > 0 && isOpen ? collectRanges(custom, scheme) : own;
}

function collectRanges(values: readonly unknown[], scheme: VersionScheme): StatedRanges {
  const ranges: AffectedRange[] = [];
  const problems: string[] = [];
  let isNever = false;
  let hadRanges = false;
  for (const value of values) {
    const range = readObject(value, 'a range');
    if (range['type'] === 'GIT') continue;
    if (range['type'] !== 'SEMVER' && range['type'] !== 'ECOSYSTEM') throw new RecordError('a range has an unknown type');
    const { intervals, problem } = convertRange(range['events'], scheme);
    hadRanges = true;
    ranges.push(...intervals);
    if (problem !== undefined) problems.push(problem);
    else if (intervals.length === 0) isNever = true;
  }
  return { ranges, problems, isNever: isNever && ranges.length === 0, hadRanges };
}

interface BoundedRanges {
  readonly ranges: readonly AffectedRange[];
  readonly isBounded: boolean;
  readonly problemsOrEmpty: readonly string[];
}

/**
 * GitHub states `< 8.3` for a flaw without a fixed release: on an open range it is the only upper bound, and without it every later version
 * would be reported. It is no fix, so the fix state stays unknown.
 */
function boundOpenRange({ ranges, problems, hadRanges }: StatedRanges, database: RecordObject, scheme: VersionScheme): BoundedRanges {
  const isEmpty = hadRanges && ranges.length === 0 && problems.length === 0;
  const problemsOrEmpty = isEmpty ? ['it contains no version'] : problems;
  const last = ranges.at(-1);
  const bound = parseBound(readOptionalText(database['last_known_affected_version_range'], 'last_known_affected_version_range'), scheme);
  if (last === undefined || bound === undefined || last.fixed !== undefined || last.lastAffected !== undefined) {
    return { ranges, isBounded: false, problemsOrEmpty };
  }
  return { ranges: [...ranges.slice(0, -1), { introduced: last.introduced, ...bound }], isBounded: true, problemsOrEmpty };
}

function parseBound(text: string | undefined, scheme: VersionScheme): Omit<AffectedRange, 'introduced'> | undefined {
  if (text?.startsWith('<') !== true) return undefined;
  const isInclusive = text.startsWith('<=');
  const version = text.slice(isInclusive ? 2 : 1).trim();
  if (version.length > 256 || !scheme.isValid(version)) return undefined;
  return isInclusive ? { lastAffected: version } : { fixed: version };
}

/** OSV fills `versions` from the ranges; only what they do not contain adds anything. */
function isCovered(version: string, ranges: readonly AffectedRange[], scheme: VersionScheme): boolean {
  return ranges.some((range) => isInRange(scheme, version, range) === 'inside');
}

function fixStateOf({ ranges, isBounded }: BoundedRanges, specific: RecordObject, publisher: OsvPublisher): FixState {
  if (!isBounded && ranges.some(({ fixed }) => fixed !== undefined)) return 'fixed';
  if (specific['urgency'] === 'end-of-life') return 'end-of-life';
  // Ubuntu's tracker: "ignored (end of standard support)" and other reasons not to fix.
  if (specific['status'] === 'ignored') return isEndOfLife(specific['note']) ? 'end-of-life' : 'wont-fix';
  const isOpen = ranges.some(({ lastAffected }) => lastAffected === undefined);
  return isOpen && !isBounded && publisher.kind !== 'malware' ? 'no-fix-yet' : 'unknown';
}

function isEndOfLife(note: unknown): boolean {
  return typeof note === 'string' && (note.startsWith('end of') || note.includes('end of standard support'));
}

/** The publisher's rating for this package: Debian's urgency, Ubuntu's priority, RustSec's and Bitnami's vector. */
function rateAffected(
  entry: RecordObject,
  specific: RecordObject,
  database: RecordObject,
  publisher: OsvPublisher,
): SeverityRating | undefined {
  const priority = specific['ubuntu_priority'] ?? specific['urgency'];
  const word = typeof priority === 'string' ? parseSeverityWord(priority) : undefined;
  if (word !== undefined) return { origin: publisher.origin, severity: word };
  const [first] = rateVectors(entry['severity'], publisher);
  if (first !== undefined) return first;
  const vector = database['cvss'];
  return typeof vector === 'string' ? rateVector(vector.slice(0, 512), publisher) : undefined;
}

/** RustSec: a flaw of other operating systems cannot be in a Linux container. */
function isForOtherSystems(specific: RecordObject): boolean {
  const affects = readOptionalObject(specific['affects'], 'affects');
  const systems = readTexts(affects?.['os'], 'affects.os');
  return systems.length > 0 && !systems.includes('linux');
}

/** Modular builds say so in their release; the stream is in the bulletin's title (`nodejs:18 security update`). */
function withModules(fact: AffectedPackage, title: string | undefined): readonly AffectedPackage[] {
  const fixed = fact.ranges.at(-1)?.fixed;
  if (fixed === undefined || !(fixed.includes('.module+el') || fixed.includes('.module_el'))) return [fact];
  const modules = modulesIn(title);
  return modules.length === 0 ? [fact] : modules.map((module) => ({ ...fact, module }));
}

/** `name:stream`, of `httpd:2.4/mod_http2` the part before the slash. */
function modulesIn(title: string | undefined): readonly string[] {
  if (title === undefined) return [];
  const names = title.split(' ').map((word) => (word.includes('/') ? word.slice(0, word.indexOf('/')) : word));
  return [...new Set(names.filter((word) => word.indexOf(':') > 0 && word.indexOf(':') < word.length - 1))];
}
