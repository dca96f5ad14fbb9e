import { scoreCvss } from '../../../model/cvss.ts';
import { type SeverityRating } from '../../../model/severity.ts';
import { boundDate, boundWeaknesses } from '../../source/bounded-text.ts';
import { RecordError } from '../../source/record-error.ts';
import { readArray, readObject, readOptionalObject, readOptionalText, readText, type RecordObject } from '../../source/record-fields.ts';
import { type EnrichmentRecord } from '../enrichment-source.ts';

interface NvdCve {
  /** Absent for a CVE that was rejected, or that has neither scores nor weaknesses. */
  readonly record?: EnrichmentRecord;
  readonly modified?: string;
  readonly isRejected: boolean;
}

/** Newest first: of several versions of CVSS the first two that NVD has are kept. */
const metricNames = ['cvssMetricV40', 'cvssMetricV31', 'cvssMetricV30', 'cvssMetricV2'] as const;
const mostRatings = 2;

/** One element of `vulnerabilities` (NVD, CVE API 2.0 schema). NVD's own score is `Primary`; others are of the CVE's numbering authority. Throws RecordError. */
export function convertNvdCve(value: unknown): NvdCve {
  const cve = readObject(readObject(value, 'the entry')['cve'], 'cve');
  const id = readText(cve['id'], 'id');
  if (!/^CVE-\d{4}-\d{4,19}$/.test(id)) throw new RecordError('id is not a CVE');
  const modified = boundDate(withZone(readOptionalText(cve['lastModified'], 'lastModified')));
  const isRejected = readOptionalText(cve['vulnStatus'], 'vulnStatus') === 'Rejected';
  const severities = readRatings(readOptionalObject(cve['metrics'], 'metrics') ?? {});
  const weaknesses = boundWeaknesses(readWeaknesses(cve));
  const isEmpty = isRejected || (severities.length === 0 && weaknesses.length === 0);
  const enrichment = { ...(severities.length > 0 && { severities }), ...(weaknesses.length > 0 && { weaknesses }) };
  return { ...(modified !== undefined && { modified }), isRejected, ...(!isEmpty && { record: { cve: id, enrichment } }) };
}

/** NVD writes `2024-11-21T08:58:53.280` and means UTC. */
function withZone(date: string | undefined): string | undefined {
  return date === undefined || date.endsWith('Z') ? date : `${date}Z`;
}

function readRatings(metrics: RecordObject): readonly SeverityRating[] {
  const ratings: SeverityRating[] = [];
  for (const name of metricNames) {
    for (const value of readArray(metrics[name], name)) {
      const metric = readObject(value, 'a metric');
      const vector = readText(readObject(metric['cvssData'], 'cvssData')['vectorString'], 'vectorString').slice(0, 512);
      const scored = scoreCvss(vector);
      const origin = metric['type'] === 'Primary' && metric['source'] === 'nvd@nist.gov' ? 'nvd' : 'cna';
      if (scored !== undefined && ratings.filter((each) => each.origin === origin).length < mostRatings)
        ratings.push({ origin, severity: scored.severity, vector, score: scored.score });
    }
  }
  return ratings.sort((a, b) => (a.origin < b.origin ? 1 : a.origin > b.origin ? -1 : 0));
}

function readWeaknesses(cve: RecordObject): readonly unknown[] {
  return readArray(cve['weaknesses'], 'weaknesses').flatMap((value) =>
    readArray(readObject(value, 'a weakness')['description'], 'weakness.description').map(
      (text) => readObject(text, 'a description')['value'],
    ),
  );
}
