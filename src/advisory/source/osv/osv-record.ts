import { type Advisory, type AffectedPackage } from '../../../model/advisory.ts';
import { RecordError } from '../record-error.ts';
import { boundDate, boundDescription, boundReferences, boundTitle, boundWeaknesses } from '../bounded-text.ts';
import {
  readArray,
  readName,
  readObject,
  readOptionalObject,
  readOptionalText,
  readText,
  readTexts,
  type RecordObject,
} from '../record-fields.ts';
import { convertAffected } from './osv-affected.ts';
import { type OsvEcosystem } from './osv-place.ts';
import { identifyOsv, prefixOf, type AmbiguousIdentity, type OsvIdentity } from './osv-identity.ts';
import { publisherOf } from './osv-publishers.ts';
import { rateOsv } from './osv-severity.ts';
import { readSymbols } from './osv-symbols.ts';
import { isRegressionBulletin } from './osv-regression.ts';
import { findWithdrawal, type OsvWithdrawal } from './osv-withdrawal.ts';

/** What became of one record. */
export type ConvertedRecord = { readonly kind: 'withdrawn' | 'not-security'; readonly modified?: string } | AdvisoryRecord;

export interface AdvisoryRecord {
  readonly kind: 'advisory';
  readonly advisory: Omit<Advisory, 'aliases' | 'covers'>;
  readonly identity: OsvIdentity | AmbiguousIdentity;
  /** Ranges that mean nothing; the record is kept without them. */
  readonly problems: readonly string[];
  /** The advisory that this one calls itself a duplicate of. */
  readonly duplicateOf?: string;
}

/**
 * One OSV record (https://ossf.github.io/osv-schema/, 1.0 to 1.7) with the affected packages that `isWanted` accepts. Throws RecordError when
 * a field is not what the schema says.
 */
export function convertRecord(value: unknown, sourceId: string, isWanted: (place: OsvEcosystem) => boolean): ConvertedRecord {
  const record = readObject(value, 'the record');
  const id = readName(record['id'], 'id');
  const modifiedText = readText(record['modified'], 'modified');
  const modified = boundDate(modifiedText);
  if (modified === undefined && !modifiedText.startsWith('000')) throw new RecordError('modified is not a date');
  const withdrawal = readWithdrawal(id, record);
  if (withdrawal !== undefined && withdrawal.duplicateOf === undefined)
    return { kind: 'withdrawn', ...(modified !== undefined && { modified }) };
  const publisher = publisherOf(prefixOf(id));
  const links = readReferences(record['references']);
  const published = boundDate(readOptionalText(record['published'], 'published'));
  const title = boundTitle(readOptionalText(record['summary'], 'summary') ?? readOptionalText(record['details'], 'details'));
  const identity = identifyOsv({ id, ...readIds(record), references: links, ...(published !== undefined && { published }) }, publisher);
  const entries = readArray(record['affected'], 'affected');
  const isRepair = publisher.kind === 'bulletin' && isRegressionBulletin(id, title, readOptionalText(record['details'], 'details'));
  if (!isAboutFlaw(entries, identity, publisher.isOftenNotSecurity === true || isRepair))
    return { kind: 'not-security', ...(modified !== undefined && { modified }) };
  const converted = entries.map((entry) => convertAffected(entry, isWanted, publisher, title));
  const database = readOptionalObject(record['database_specific'], 'database_specific') ?? {};
  const description =
    publisher.hasPrivateText === true ? undefined : boundDescription(readOptionalText(record['details'], 'details'), title);
  const weaknesses = boundWeaknesses(readArray(database['cwe_ids'], 'cwe_ids'));
  const symbols = entries.flatMap(readSymbols).slice(0, mostSymbols);
  const advisory = {
    id,
    sourceId,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(weaknesses.length > 0 && { weaknesses }),
    ...(symbols.length > 0 && { symbols }),
    ...(published !== undefined && { published }),
    ...(modified !== undefined && { modified }),
    severities: rateOsv(record, database, publisher, links),
    references: boundReferences(links),
    ...(publisher.kind === 'malware' && { isMalware: true }),
    affected: distinct(converted.flatMap(({ facts }) => facts)),
  };
  return { kind: 'advisory', advisory, identity, problems: converted.flatMap(({ problems }) => problems), ...withdrawal };
}

const mostSymbols = 64;

function readWithdrawal(id: string, record: RecordObject): OsvWithdrawal | undefined {
  if (readOptionalText(record['withdrawn'], 'withdrawn') !== undefined) return {};
  return findWithdrawal(id, readOptionalText(record['summary'], 'summary'), readOptionalText(record['details'], 'details'));
}

function readIds(record: RecordObject): { aliases: readonly string[]; upstream: readonly string[]; related: readonly string[] } {
  return {
    aliases: readTexts(record['aliases'], 'aliases'),
    upstream: readTexts(record['upstream'], 'upstream'),
    related: readTexts(record['related'], 'related'),
  };
}

/** Advisories first: of many links only a few are kept. */
function readReferences(value: unknown): readonly string[] {
  const advisories: string[] = [];
  const others: string[] = [];
  for (const item of readArray(value, 'references')) {
    const reference = readObject(item, 'a reference');
    const url = readText(reference['url'], 'reference.url');
    (reference['type'] === 'ADVISORY' ? advisories : others).push(url);
  }
  return advisories.length === 0 ? others : [...advisories, ...others];
}

/** Errata of bug fixes name no flaw; RustSec's notices (`unmaintained`, `unsound`, `notice`) are advice unless they have a CVE. */
function isAboutFlaw(entries: readonly unknown[], identity: OsvIdentity | AmbiguousIdentity, isOftenNotSecurity: boolean): boolean {
  if ('cves' in identity || identity.covers.length > 0) return true;
  if (isOftenNotSecurity) return false;
  const isNotice = entries.length > 0 && entries.every((entry) => isInformational(readObject(entry, 'affected')));
  return !isNotice || identity.aliases.some((alias) => alias.startsWith('CVE-'));
}

function isInformational(entry: RecordObject): boolean {
  const database = readOptionalObject(entry['database_specific'], 'affected.database_specific');
  return typeof database?.['informational'] === 'string';
}

/** Red Hat repeats a fact for each repository of a product (server, workstation, client …); one is enough. */
function distinct(facts: readonly AffectedPackage[]): readonly AffectedPackage[] {
  if (facts.length < 2) return facts;
  const seen = new Map<string, AffectedPackage>();
  for (const fact of facts) seen.set(keyOf(fact), fact);
  return seen.size === facts.length ? facts : [...seen.values()];
}

function keyOf({ ecosystem, release, name, stream, module, ranges, versions, status }: AffectedPackage): string {
  const intervals = ranges.map(({ introduced, fixed, lastAffected }) => `${introduced}\t${fixed ?? ''}\t${lastAffected ?? ''}`);
  return [ecosystem, release, name, stream, module, status, ...intervals, '', ...versions].join('\n');
}
