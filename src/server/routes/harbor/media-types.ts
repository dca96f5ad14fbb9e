/** What Harbor asks for, as the contract of its scanners names it. */
export const mediaTypes = {
  metadata: 'application/vnd.scanner.adapter.metadata+json; version=1.1',
  scanResponse: 'application/vnd.scanner.adapter.scan.response+json; version=1.0',
  harborReport: 'application/vnd.scanner.adapter.vuln.report.harbor+json; version=1.0',
  securityReport: 'application/vnd.security.vulnerability.report; version=1.1',
  sbomReport: 'application/vnd.security.sbom.report+json; version=1.0',
} as const;

/** Of an index Harbor has each image scanned, so that no report has to stand for several platforms. */
export const imageTypes: readonly string[] = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

/** Our writers of SBOMs by Harbor's names of formats. */
export const sbomFormats: ReadonlyMap<string, string> = new Map([
  ['application/spdx+json', 'spdx-json'],
  ['application/vnd.cyclonedx+json', 'cyclonedx'],
]);

/** The first of the client's types that is one of the reports; the newest report of vulnerabilities where it accepts any. `undefined` where there is none. */
export function chooseReport(accept: string | readonly string[] | undefined): string | undefined {
  const reports = [mediaTypes.securityReport, mediaTypes.harborReport, mediaTypes.sbomReport];
  const ranges = (typeof accept === 'string' ? accept : (accept ?? []).join(',')).split(',').map(normalise);
  if (ranges.every((range) => range === '')) return mediaTypes.securityReport;
  for (const range of ranges) {
    if (range === '*/*' || range === 'application/*') return mediaTypes.securityReport;
    const match = reports.find((each) => normalise(each) === range);
    if (match !== undefined) return match;
  }
  return undefined;
}

/** Without the weight, the case and the spaces. */
function normalise(range: string): string {
  return range
    .toLowerCase()
    .replaceAll(/\s|;\s*q=[\d.]+/g, '')
    .replaceAll('"', '');
}
