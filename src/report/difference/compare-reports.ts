import { type ComparedFinding, type ComparedReport } from './read-compared-report.ts';

export type DifferenceCause =
  | 'package added'
  | 'package removed'
  | 'package changed'
  | 'advisory added'
  | 'advisory withdrawn'
  | 'advisory changed'
  | 'tool changed'
  | 'unexplained';

export interface Difference {
  readonly change: 'new' | 'gone' | 'changed';
  readonly cause: DifferenceCause;
  readonly finding: ComparedFinding;
  /** What differs, such as `4.17.4 → 4.17.21` or `high → medium`. */
  readonly detail: string;
}

/**
 * Every difference between the findings of two reports, with its cause. A package that differs explains what differs about it; then advisories that differ; then
 * another version of this program. Pure.
 */
export function compareReports(before: ComparedReport, after: ComparedReport): readonly Difference[] {
  const [versionsBefore, versionsAfter] = [versionsByPackage(before), versionsByPackage(after)];
  const context = { before, after, versionsBefore, versionsAfter };
  const differences: Difference[] = [];
  for (const [key, finding] of after.findings) {
    const known = before.findings.get(key);
    if (known === undefined) differences.push({ change: 'new', finding, ...explain(finding, context, 'new') });
    else {
      const detail = describeChange(known, finding);
      if (detail !== '') differences.push({ change: 'changed', finding, cause: explain(finding, context, 'changed').cause, detail });
    }
  }
  for (const [key, finding] of before.findings)
    if (!after.findings.has(key)) differences.push({ change: 'gone', finding, ...explain(finding, context, 'gone') });
  return differences.sort(
    (a, b) => compareText(a.cause, b.cause) || compareText(a.finding.name, b.finding.name) || compareText(a.finding.id, b.finding.id),
  );
}

interface Context {
  readonly before: ComparedReport;
  readonly after: ComparedReport;
  readonly versionsBefore: ReadonlyMap<string, PackageVersions>;
  readonly versionsAfter: ReadonlyMap<string, PackageVersions>;
}

function explain(finding: ComparedFinding, context: Context, change: Difference['change']): Pick<Difference, 'cause' | 'detail'> {
  const [old, now] = [context.versionsBefore.get(finding.purl), context.versionsAfter.get(finding.purl)];
  if (old === undefined && now !== undefined) return { cause: 'package added', detail: now.versions };
  if (now === undefined && old !== undefined) return { cause: 'package removed', detail: old.versions };
  if (old !== undefined && now !== undefined && old.versions !== now.versions)
    return { cause: 'package changed', detail: `${old.versions} → ${now.versions}` };
  const shard = now?.shard ?? old?.shard ?? '';
  if (haveOtherAdvisories(shard, context)) return { cause: advisoryCauses[change], detail: shard };
  const { before, after } = context;
  if (before.toolVersion !== after.toolVersion) return { cause: 'tool changed', detail: `${before.toolVersion} → ${after.toolVersion}` };
  return { cause: 'unexplained', detail: '' };
}

const advisoryCauses: Readonly<Record<Difference['change'], DifferenceCause>> = {
  new: 'advisory added',
  gone: 'advisory withdrawn',
  changed: 'advisory changed',
};

/** Facts about CVEs lie in shards of their own, and a machine names them after the slice. */
function haveOtherAdvisories(shard: string, { before, after }: Context): boolean {
  return [shard, `${shard}/cve`, 'cve', `overlay/${shard}`].some((name) => before.shards.get(name) !== after.shards.get(name));
}

interface PackageVersions {
  readonly shard: string;
  /** All that are installed, in order. */
  readonly versions: string;
}

function versionsByPackage({ packages }: ComparedReport): ReadonlyMap<string, PackageVersions> {
  const sets = new Map<string, { readonly shard: string; readonly versions: Set<string> }>();
  for (const { purl, shard, version } of packages) {
    const known = sets.get(purl) ?? { shard, versions: new Set<string>() };
    known.versions.add(version);
    sets.set(purl, known);
  }
  return new Map(Array.from(sets, ([purl, { shard, versions }]) => [purl, { shard, versions: [...versions].sort().join(', ') }]));
}

function describeChange(known: ComparedFinding, finding: ComparedFinding): string {
  const parts = (['severity', 'fixedVersion'] as const).flatMap((name) =>
    known[name] === finding[name] ? [] : [`${known[name] || 'none'} → ${finding[name] || 'none'}`],
  );
  return parts.join('; ');
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
