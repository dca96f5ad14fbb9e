import { scoreCvss } from '../../../model/cvss.ts';
import { type Severity, type SeverityRating } from '../../../model/severity.ts';
import { readArray, readObject, readOptionalText, readText, type RecordObject } from '../record-fields.ts';
import { parseSeverityWord } from '../severity-words.ts';
import { type OsvPublisher } from './osv-publishers.ts';

/**
 * What the record says of its flaw's severity, the publisher's own word first: GitHub's and Bitnami's `database_specific.severity`, the
 * errata's rating, Ubuntu's priority; a word wins over the score of the publisher's own vector. Malware is critical.
 */
export function rateOsv(
  record: RecordObject,
  database: RecordObject,
  publisher: OsvPublisher,
  references: readonly string[],
): readonly SeverityRating[] {
  if (publisher.kind === 'malware') return [{ origin: publisher.origin, severity: 'critical' }];
  const word = parseSeverityWord(wordOf(record, database, publisher, references));
  const ratings = rateVectors(record['severity'], publisher, word);
  const isSaid = word === undefined || ratings.some(({ origin }) => origin === publisher.origin);
  if (!isSaid) return [{ origin: publisher.origin, severity: word }, ...ratings];
  return ratings.toSorted((a, b) => Number(b.origin === publisher.origin) - Number(a.origin === publisher.origin));
}

function wordOf(record: RecordObject, database: RecordObject, publisher: OsvPublisher, references: readonly string[]): string | undefined {
  const own = database['severity'];
  if (typeof own === 'string') return own;
  if (publisher.origin === 'redhat') return references.find((url) => url.startsWith(redhatRating))?.slice(redhatRating.length);
  if (publisher.ratesInSummary !== true) return undefined;
  const summary = readOptionalText(record['summary'], 'summary') ?? '';
  return summary.slice(0, Math.max(summary.indexOf(':'), 0));
}

/** Errata link to the rating they have: https://access.redhat.com/security/updates/classification/ */
const redhatRating = 'https://access.redhat.com/security/updates/classification/#';

/** `severity[]` of a record or of one affected package; OSV schema, "severity field". */
export function rateVectors(value: unknown, publisher: OsvPublisher, word?: Severity): readonly SeverityRating[] {
  return readArray(value, 'severity').map((item) => {
    const { type, score } = readObject(item, 'a severity') as { readonly type?: unknown; readonly score?: unknown };
    const vector = readText(score, 'severity.score').slice(0, 512);
    if (readText(type, 'severity.type') === 'Ubuntu') return { origin: 'ubuntu', severity: parseSeverityWord(vector) ?? 'unknown' };
    return rateVector(vector, publisher, word);
  });
}

export function rateVector(vector: string, publisher: OsvPublisher, word?: Severity): SeverityRating {
  const origin = publisher.vectorOrigin ?? publisher.origin;
  const scored = scoreCvss(vector);
  const own = origin === publisher.origin ? word : undefined;
  return { origin, severity: own ?? scored?.severity ?? 'unknown', vector, ...(scored !== undefined && { score: scored.score }) };
}
