import { findSbomFormat } from '../../../sbom/write/find-sbom-format.ts';
import { type ScanReport } from '../../../model/report.ts';
import { type ScanRequest } from './find-scan-request.ts';
import { scannerOf } from './get-metadata.ts';

export interface PresentSbomOptions {
  readonly artifact: ScanRequest['artifact'];
  /** Harbor's name of the format, and ours. */
  readonly type: string;
  readonly format: string;
  readonly toolVersion: string;
  readonly now: Date;
}

/** Harbor's report with an SBOM in it. */
export async function presentSbom(report: ScanReport, { artifact, type, format, toolVersion, now }: PresentSbomOptions): Promise<object> {
  const found = findSbomFormat(format)!;
  const write = await found.writer.load();
  const document = [...write(report, { version: found.version, toolVersion, createdAt: report.startedAt })].join('');
  return {
    generated_at: now.toISOString(),
    artifact,
    scanner: scannerOf(toolVersion),
    vendor_attributes: { completeness: report.completeness },
    media_type: type,
    sbom: JSON.parse(document) as unknown,
  };
}
