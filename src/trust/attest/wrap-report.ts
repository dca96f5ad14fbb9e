import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';

/**
 * Wraps a report of `pratique scan --format json` in cosign's vulnerability predicate (cosign, specs/COSIGN_VULN_ATTESTATION_SPEC.md), with the report
 * unchanged as its result; `undefined` for any other JSON.
 */
export function wrapReport(report: JsonObject): JsonObject | undefined {
  const tool = field(report, 'tool');
  const version = isJsonObject(tool) ? field(tool, 'version') : undefined;
  const reports = field(report, 'reports');
  if (!isJsonObject(tool) || field(tool, 'name') !== 'pratique' || !Array.isArray(reports) || reports.length === 0) return undefined;
  const starts = reports.filter(isJsonObject).map((each) => timeOf(field(each, 'startedAt'), 0));
  const ends = reports.filter(isJsonObject).map((each) => timeOf(field(each, 'startedAt'), field(each, 'durationMs')));
  return {
    invocation: { parameters: null, uri: '', event_id: '', 'builder.id': '' },
    scanner: { uri: 'pkg:npm/pratique', version: typeof version === 'string' ? version : '', db: { uri: '', version: '' }, result: report },
    metadata: {
      scanStartedOn: new Date(Math.min(...starts)).toISOString(),
      scanFinishedOn: new Date(Math.max(...ends)).toISOString(),
    },
  };
}

/** Falls back to the year 2000 for reports without a time; reports of Pratique always have one. */
function timeOf(startedAt: unknown, durationMs: unknown): number {
  const start = typeof startedAt === 'string' ? Date.parse(startedAt) : Number.NaN;
  return (Number.isNaN(start) ? 0 : start) + (typeof durationMs === 'number' ? durationMs : 0);
}
