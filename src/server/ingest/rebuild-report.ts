import { gunzipSync } from 'node:zlib';
import { sql, type Kysely } from 'kysely';
import { lanes, type Finding, type VulnerabilityFinding } from '../../model/finding.ts';
import { limits } from '../../model/limits.ts';
import { type Package } from '../../model/package.ts';
import { type ScanReport } from '../../model/report.ts';
import { severities } from '../../model/severity.ts';
import { readReports } from '../../report/json/read-reports.ts';
import { type Tables } from '../../postgres/tables.ts';
import { groupBy } from '../group-by.ts';
import { type FindingDetail, toStored } from './split-report.ts';

interface Row {
  readonly hash: string;
  readonly position: number;
  readonly vulnerability: string;
  readonly fingerprint: string;
  readonly severity: number;
  readonly lane: number;
  readonly fixed_version: string | null;
  readonly detail: FindingDetail;
  readonly advisory: VulnerabilityFinding['advisory'];
  readonly enrichment: VulnerabilityFinding['enrichment'];
}

/** The report of an image as a scan with the advisories of now would give it: that of its last scan, with the findings that its packages have by now. */
export async function rebuildReport(db: Kysely<Tables>, imageId: number): Promise<ScanReport | undefined> {
  const stored = await db.selectFrom('image_report').select('report').where('image_id', '=', imageId).executeTakeFirst();
  if (stored === undefined) return undefined;
  // We wrote it: its schema was checked when it was made.
  const { reports } = readReports(gunzipSync(stored.report, { maxOutputLength: limits.reportBytes }), 'the stored report', {});
  const report = reports[0]!.report;
  const { rows } = await sql<Row>`
    select p.hash, l.position, f.vulnerability, f.fingerprint, f.severity, f.lane, f.fixed_version, f.detail, a.content as advisory, coalesce(v.enrichment, '{}') as enrichment
    from image_layer l join set_finding f on f.set_id = l.set_id and f.gone_generation is null join package p on p.id = f.package_id
      join advisory a on a.id = f.detail->>'advisory' left join vulnerability v on v.id = f.vulnerability
    where l.image_id = ${imageId} order by f.severity, f.vulnerability, p.id`.execute(db);
  const others = report.findings.filter(({ kind }) => kind !== 'vulnerability').map(withoutSuppression);
  return { ...report, findings: [...toFindings(rows, report), ...others] };
}

function withoutSuppression({ suppression: _suppression, ...finding }: Finding): Finding {
  return finding;
}

/** Copies of one version are one finding, as a scan has it. */
function toFindings(rows: readonly Row[], { packages, target }: ScanReport): readonly VulnerabilityFinding[] {
  const places = groupBy(packages, (found) => `${found.layerIndex} ${toStored(found).hash}`);
  const findings: VulnerabilityFinding[] = [];
  for (const ofOne of groupBy(rows, ({ vulnerability, hash }) => `${vulnerability} ${hash}`).values()) {
    const found = ofOne.flatMap(({ position, hash }): readonly Package[] => places.get(`${position} ${hash}`) ?? []);
    const [first, ...rest] = found;
    if (first === undefined) continue;
    const { vulnerability, fingerprint, severity, lane, fixed_version, detail, advisory, enrichment } = ofOne[0]!;
    const { advisory: _name, gates: _gates, ...said } = detail;
    findings.push({
      ...said,
      kind: 'vulnerability',
      id: vulnerability,
      fingerprint,
      severity: severities[severity]!,
      lane: lanes[lane]!,
      locations: found.flatMap(({ locations }) => locations),
      packageId: first.id,
      otherPackageIds: rest.map(({ id }) => id),
      advisory,
      ...(fixed_version === null ? {} : { fixedVersion: fixed_version }),
      enrichment,
      broughtBy: target.layers[first.layerIndex]?.broughtBy ?? 'unknown',
    });
  }
  return findings;
}
