import { toTarget } from '../../report/json/to-target.ts';
import { stateOf, type ReachView } from './reach-view.ts';

/** One JSON document; a package is a line. */
export function* writeReachJson({ report, reach, packages, findingCounts }: ReachView, toolVersion: string): Iterable<string> {
  const document = {
    schemaVersion: 1,
    tool: { name: 'pratique', version: toolVersion },
    target: toTarget(report.target),
    command: reach.command,
    fileCount: reach.fileCount,
    packageCounts: reach.packageCounts,
    findingCounts,
    notFollowed: reach.notFollowed,
    findings: report.findings.flatMap((finding) =>
      finding.kind === 'vulnerability'
        ? [{ id: finding.id, packageId: finding.packageId, severity: finding.severity, reach: stateOf(finding, reach) }]
        : [],
    ),
  };
  yield `${JSON.stringify(document).slice(0, -1)},"packages":[`;
  for (const [at, { package: one, reach: found }] of packages.entries())
    yield `${at === 0 ? '\n' : ',\n'}${JSON.stringify({ id: one.id, purl: one.purl, ...found })}`;
  yield packages.length === 0 ? ']' : '\n]';
  yield ',"files":[';
  for (const [at, { entry, certainty, from, how }] of reach.files.entries())
    yield `${at === 0 ? '\n' : ',\n'}${JSON.stringify({ path: entry.path, state: certainty, ...(from === undefined ? {} : { from }), how })}`;
  yield reach.files.length === 0 ? ']}\n' : '\n]}\n';
}
