import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { limits } from '../../model/limits.ts';

/** What a comparison needs of a JSON report, by findings and packages. */
export interface ComparedReport {
  readonly target: string;
  readonly toolVersion: string;
  /** Digests of the advisories that answered, by shard. */
  readonly shards: ReadonlyMap<string, string>;
  readonly packages: readonly ComparedPackage[];
  readonly findings: ReadonlyMap<string, ComparedFinding>;
}

export interface ComparedPackage {
  readonly purl: string;
  readonly shard: string;
  readonly version: string;
}

export interface ComparedFinding {
  readonly id: string;
  readonly purl: string;
  readonly name: string;
  readonly version: string;
  readonly severity: string;
  readonly fixedVersion: string;
}

/** The reports of a file that `--format json` wrote. Throws Error for anything else. */
export function readComparedReports(bytes: Uint8Array): readonly ComparedReport[] {
  const document = parseJsonBounded(bytes, { maxBytes: limits.comparedReportBytes, maxDepth: 32 });
  if (!isJsonObject(document)) throw new Error('it is not a JSON object');
  const reports = field(document, 'reports');
  if (!Array.isArray(reports) || reports.length === 0) throw new Error('it has no reports: write one with --format json');
  const tool = field(document, 'tool');
  const toolVersion = isJsonObject(tool) ? textOf(tool, 'version') : '';
  return reports.filter(isJsonObject).map((report) => readReport(report, toolVersion));
}

function readReport(report: JsonObject, toolVersion: string): ComparedReport {
  const target = field(report, 'target');
  const advisories = field(report, 'advisories');
  const shards = isJsonObject(advisories) ? objectsOf(advisories, 'shards') : [];
  return {
    target: isJsonObject(target) ? textOf(target, 'name') : '',
    toolVersion,
    shards: new Map(shards.map((shard) => [textOf(shard, 'name'), textOf(shard, 'digest')])),
    packages: objectsOf(report, 'packages').map(readPackage),
    findings: new Map(
      objectsOf(report, 'findings').map((finding) => [textOf(finding, 'fingerprint') || textOf(finding, 'id'), readFinding(finding)]),
    ),
  };
}

function readPackage(found: JsonObject): ComparedPackage {
  const [ecosystem, release] = [textOf(found, 'ecosystem'), textOf(found, 'release')];
  return {
    purl: bareOf(textOf(found, 'purl')),
    shard: release === '' ? ecosystem : `${ecosystem}@${release}`,
    version: textOf(found, 'version'),
  };
}

function readFinding(finding: JsonObject): ComparedFinding {
  const found = field(finding, 'package');
  const about = isJsonObject(found) ? found : {};
  return {
    id: textOf(finding, 'id'),
    purl: bareOf(textOf(about, 'purl')),
    name: textOf(about, 'name'),
    version: textOf(about, 'version'),
    severity: textOf(finding, 'severity'),
    fixedVersion: textOf(finding, 'fixedVersion'),
  };
}

/** Without version and qualifiers: `pkg:npm/jquery`. */
function bareOf(purl: string): string {
  const bare = purl.split('?', 1)[0]!;
  const at = bare.lastIndexOf('@');
  return at > bare.lastIndexOf('/') ? bare.slice(0, at) : bare;
}

function textOf(object: JsonObject, key: string): string {
  const value = field(object, key);
  return typeof value === 'string' ? value : '';
}

function objectsOf(object: JsonObject, key: string): readonly JsonObject[] {
  const value = field(object, key);
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
