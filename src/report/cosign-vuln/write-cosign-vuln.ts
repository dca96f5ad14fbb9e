import { PratiqueError } from '../../model/pratique-error.ts';
import { type JudgedReport, type ReporterOptions } from '../reporter.ts';
import { writeJson } from '../json/write-json.ts';

/** https://cosign.sigstore.dev/attestation/vuln/v1: who scanned when, with which advisories, and the JSON report as its result. */
export function* writeCosignVuln(reports: readonly JudgedReport[], options: ReporterOptions): Iterable<string> {
  const [judged] = reports;
  if (judged === undefined || reports.length > 1)
    throw new PratiqueError('USAGE', `cosign-vuln describes one image, and ${reports.length} were scanned`, {
      hint: 'scan one target, and one platform of it',
    });
  const { report } = judged;
  const { builtAt, shards } = report.advisories;
  const version = shards.map(({ name, digest }) => `${name}@${digest}`).sort();
  const finishedAt = new Date(report.startedAt.getTime() + report.durationMs);
  const { workflow } = options;
  const invocation = { parameters: null, uri: '', event_id: workflow?.runId ?? '', 'builder.id': workflow?.correlator ?? '' };
  const database = { uri: '', version: version.join(' ') || report.advisories.kind, lastUpdate: builtAt?.toISOString() };
  yield `{"invocation":${JSON.stringify(invocation)},\n`;
  yield `"scanner":{"uri":${JSON.stringify(`pkg:npm/pratique@${options.toolVersion}`)},"version":${JSON.stringify(options.toolVersion)},`;
  yield `"db":${JSON.stringify(database)},\n"result":`;
  yield* writeJson(reports, options);
  yield `},\n"metadata":${JSON.stringify({ scanStartedOn: report.startedAt.toISOString(), scanFinishedOn: finishedAt.toISOString() })}}\n`;
}
