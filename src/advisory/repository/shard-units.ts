import { createHash } from 'node:crypto';
import { ecosystem, type EcosystemId } from '../../model/ecosystem.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { versionSchemes } from '../../version/version-schemes.ts';
import { AdvisoryShard } from '../store/advisory-shard.ts';
import { ShardContent } from '../store/shard-content.ts';
import { ShardFile } from '../store/shard-file.ts';
import { ShardWriter, type ShardWritten } from '../store/shard-writer.ts';

/** What a shard is about: an ecosystem and release, or else facts about CVEs. */
export interface ShardSubject {
  readonly name: string;
  readonly ecosystem?: EcosystemId;
  readonly release?: string;
}

/**
 * What a shard consists of, by a hash of each, whatever the order in the file: an advisory with its facts, or what is known of a CVE. The same units give
 * the same shard, so two shards differ by the units that one lacks.
 */
export type ShardUnits = Map<string, string>;

/** Throws DATABASE_DAMAGED. */
export function readUnits(path: string, subject: ShardSubject): ShardUnits {
  return subject.ecosystem === undefined
    ? readCves(path, subject.name)
    : readAdvisories(path, subject.name, subject.ecosystem, subject.release);
}

/** Short, since what is made from units is verified by its digest. */
export function hashUnit(unit: string): string {
  return createHash('sha256').update(unit).digest('hex').slice(0, 16);
}

/** Writes `path`, which must not exist. Throws DATABASE_DAMAGED for a unit that is none. */
export function writeUnits(units: Iterable<string>, subject: ShardSubject, path: string): ShardWritten {
  const writer = new ShardWriter(path, subject.name);
  try {
    if (subject.ecosystem === undefined) writeCves(units, subject.name, writer);
    else writeAdvisories(units, subject.name, subject.ecosystem, writer);
    return writer.finish();
  } catch (error) {
    writer.abandon();
    throw error;
  }
}

function readAdvisories(path: string, name: string, id: EcosystemId, release: string | undefined): ShardUnits {
  using shard = new AdvisoryShard(path, name, { ecosystem: id, ...(release !== undefined && { release }) });
  const facts = new Map<number, string[]>();
  for (let record = 0; record < shard.recordCount; record++) {
    const { names, rows } = shard.rawRecord(record);
    const encodedNames = names.map((each) => JSON.stringify(each));
    for (const { advisory, scope, range } of rows) {
      const known = facts.get(advisory) ?? [];
      facts.set(advisory, known);
      for (const encoded of encodedNames) known.push(`${encoded}\t${scope}\t${range}`);
    }
  }
  // In the order of the file, so that each block is read once.
  const units: ShardUnits = new Map();
  for (const advisory of [...facts.keys()].sort((a, b) => a - b)) {
    const unit = JSON.stringify([shard.rawAdvisory(advisory), ...facts.get(advisory)!.sort()]);
    units.set(hashUnit(unit), unit);
  }
  return units;
}

function writeAdvisories(units: Iterable<string>, name: string, id: EcosystemId, writer: ShardWriter): void {
  const content = new ShardContent(versionSchemes[ecosystem(id).versionScheme]);
  for (const unit of units) {
    const [encoded = '', ...facts] = parseUnit(unit, name);
    const advisory = content.addAdvisory(encoded);
    for (const fact of facts) {
      const [encodedName, scope, range] = fact.split('\t');
      if (encodedName === undefined || scope === undefined || range === undefined) throw invalid(name);
      content.add(encodedName, advisory, scope, range);
    }
  }
  content.write(writer, { record: ignore, advisory: ignore, scope: ignore });
}

/** What a whole database gathers from its shards is made from them, or is in its facts about CVEs already. */
function ignore(): undefined {
  return undefined;
}

function readCves(path: string, name: string): ShardUnits {
  using file = new ShardFile(path, name);
  const units: ShardUnits = new Map();
  for (let number = 0; number < file.recordCount('names'); number++) {
    const unit = JSON.stringify([file.blockWith('names', number).record(number)]);
    units.set(hashUnit(unit), unit);
  }
  return units;
}

function writeCves(units: Iterable<string>, name: string, writer: ShardWriter): void {
  const records = Array.from(units, (unit) => {
    const [record = ''] = parseUnit(unit, name);
    return { record, names: namesOf(record, name) };
  });
  records.sort((a, b) => (a.names[0]! < b.names[0]! ? -1 : 1));
  for (const { names, record } of records) writer.addNamed(names, record);
}

function namesOf(record: string, name: string): readonly string[] {
  const [names] = parse(record, name);
  if (!Array.isArray(names) || names.length === 0 || !names.every((each): each is string => typeof each === 'string')) throw invalid(name);
  return names;
}

function parseUnit(unit: string, name: string): readonly string[] {
  const parts = parse(unit, name);
  if (!parts.every((part): part is string => typeof part === 'string')) throw invalid(name);
  return parts;
}

function parse(text: string, name: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value;
  } catch {
    // Said below.
  }
  throw invalid(name);
}

function invalid(name: string): PratiqueError {
  return new PratiqueError('DATABASE_DAMAGED', `a difference of shard ${name} is invalid`);
}
