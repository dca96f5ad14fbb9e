import { type VulnerabilityFinding } from '../model/finding.ts';
import { PratiqueError } from '../model/pratique-error.ts';
import { findSbomFormat } from '../sbom/write/find-sbom-format.ts';
import { type WriteSbom } from '../sbom/write/sbom-writer.ts';
import { sbomWriters } from '../sbom/write/sbom-writers.ts';
import { type JudgedReport, type Reporter, type ReporterOptions } from './reporter.ts';
import { type ReportView, viewReport } from './report-view.ts';

/** The reporter of an SBOM format, under any of its names, such as `cyclonedx-json@1.5`; `undefined` for other names. */
export function findSbomReporter(name: string): Reporter | undefined {
  const found = findSbomFormat(name);
  if (found === undefined) return undefined;
  const { writer, version } = found;
  return {
    format: writer.format,
    title: writer.title,
    mediaType: writer.mediaType,
    extensions: writer.extensions,
    async load() {
      const write = await writer.load();
      return (reports, options) => write(...inputOf(name, reports, options, version));
    },
  };
}

/** Every SBOM format under its own name and in its usual version. */
export const sbomReporters: readonly Reporter[] = sbomWriters.flatMap(({ format }) => findSbomReporter(format) ?? []);

/** CycloneDX has the findings as vulnerabilities, SPDX 3.0 in its profile Security, SPDX 2.3 as external references; other formats have no place for them. */
function inputOf(name: string, reports: readonly JudgedReport[], options: ReporterOptions, version: string): Parameters<WriteSbom> {
  const [judged] = reports;
  if (judged === undefined || reports.length > 1)
    throw new PratiqueError('USAGE', `${name} describes one image, and ${reports.length} were scanned`, {
      hint: 'scan one target, and one platform of it',
    });
  const view = viewReport(judged, options.display);
  const { report } = view;
  const findings = vulnerabilitiesOf(view);
  const createdAt = options.createdAt ?? report.startedAt;
  return [
    report,
    {
      version,
      toolVersion: options.toolVersion,
      createdAt,
      findings,
      ...(options.workflow === undefined ? {} : { workflow: options.workflow }),
    },
  ];
}

/** Several documents of one run have the same: writers know the list again. */
const known = new WeakMap<ReportView, readonly VulnerabilityFinding[]>();

function vulnerabilitiesOf(view: ReportView): readonly VulnerabilityFinding[] {
  const found = known.get(view) ?? [...view.shown, ...view.suppressed].filter((finding) => finding.kind === 'vulnerability');
  known.set(view, found);
  return found;
}
