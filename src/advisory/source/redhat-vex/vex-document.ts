import { scoreCvss } from '../../../model/cvss.ts';
import { type Advisory, type AffectedPackage } from '../../../model/advisory.ts';
import { severityRank, type Severity, type SeverityRating } from '../../../model/severity.ts';
import { boundDate, boundDescription, boundReferences, boundTitle, boundWeaknesses } from '../bounded-text.ts';
import { readCsafProducts } from '../csaf-products.ts';
import { RecordError } from '../record-error.ts';
import {
  readArray,
  readName,
  readObject,
  readOptionalObject,
  readOptionalText,
  readText,
  readTexts,
  type RecordObject,
} from '../record-fields.ts';
import { parseSeverityWord } from '../severity-words.ts';
import { VexFacts } from './vex-facts.ts';
import { readFixStates, readImpacts } from './vex-states.ts';

export const redhatVexId = 'redhat-vex';

/** What the statuses of a product mean here; CSAF 2.0, 3.2.3.9. Throws RecordError for one that is not known, so that it is never taken for "not affected". */
const statuses: ReadonlyMap<string, 'fixed' | AffectedPackage['status']> = new Map([
  ['fixed', 'fixed'],
  ['first_fixed', 'fixed'],
  ['known_affected', 'affected'],
  ['first_affected', 'affected'],
  ['last_affected', 'affected'],
  ['known_not_affected', 'not-affected'],
  ['under_investigation', 'under-investigation'],
  ['recommended', undefined],
] as [string, 'fixed' | AffectedPackage['status']][]);

/** One document of Red Hat's: everything it says of one CVE in the RPMs of Enterprise Linux; `undefined` without such. Throws RecordError. */
export function convertVexDocument(value: unknown): Advisory | undefined {
  const root = readObject(value, 'the file');
  const document = readObject(root['document'], 'document');
  const vulnerabilities = readArray(root['vulnerabilities'], 'vulnerabilities');
  if (vulnerabilities.length !== 1) throw new RecordError(`it has ${vulnerabilities.length} vulnerabilities, and not one`);
  const vulnerability = readObject(vulnerabilities[0], 'the vulnerability');
  const id = readName(vulnerability['cve'], 'cve');
  const impacts = readImpacts(vulnerability);
  const severity = severityOf(document, impacts);
  const affected = readFacts(root, vulnerability, impacts, severity);
  if (affected.length === 0) return undefined;
  const title = boundTitle(readOptionalText(vulnerability['title'], 'title'));
  const description = boundDescription(readNote(vulnerability), title);
  const tracking = readObject(document['tracking'], 'tracking');
  const published = boundDate(readOptionalText(vulnerability['release_date'], 'release_date'));
  const modified = boundDate(readOptionalText(tracking['current_release_date'], 'current_release_date'));
  const weaknesses = boundWeaknesses([readOptionalObject(vulnerability['cwe'], 'cwe')?.['id']]);
  return {
    id,
    sourceId: redhatVexId,
    aliases: [],
    covers: [],
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(weaknesses.length > 0 && { weaknesses }),
    ...(published !== undefined && { published }),
    ...(modified !== undefined && { modified }),
    severities: readRatings(vulnerability, severity),
    references: boundReferences([`https://access.redhat.com/security/cve/${encodeURIComponent(id)}`, ...readLinks(vulnerability)]),
    affected,
  };
}

function readFacts(
  root: RecordObject,
  vulnerability: RecordObject,
  impacts: ReadonlyMap<string, Severity>,
  severity: Severity | undefined,
): readonly AffectedPackage[] {
  const productOf = readCsafProducts(root['product_tree']);
  const fixStates = readFixStates(vulnerability);
  const facts = new VexFacts();
  for (const [name, products] of Object.entries(readOptionalObject(vulnerability['product_status'], 'product_status') ?? {})) {
    if (!statuses.has(name)) throw new RecordError(`the status ${name.slice(0, 40)} is not known`);
    const status = statuses.get(name);
    if (status === undefined) continue;
    for (const id of readTexts(products, name)) {
      const product = productOf(id);
      if (product === undefined) throw new RecordError(`the product ${id.slice(0, 100)} is not defined`);
      const impact = impacts.get(id);
      facts.add(product, status, fixStates.get(id) ?? 'no-fix-yet', impact === severity ? undefined : impact);
    }
  }
  return facts.all();
}

/** Of the document; in older ones only of products, of which the highest counts. */
function severityOf(document: RecordObject, impacts: ReadonlyMap<string, Severity>): Severity | undefined {
  const aggregate = readOptionalObject(document['aggregate_severity'], 'aggregate_severity');
  const stated = parseSeverityWord(readOptionalText(aggregate?.['text'], 'aggregate_severity.text'));
  return stated ?? [...impacts.values()].sort((a, b) => severityRank(a) - severityRank(b))[0];
}

function readRatings(vulnerability: RecordObject, severity: Severity | undefined): readonly SeverityRating[] {
  const vectors = new Set<string>();
  for (const value of readArray(vulnerability['scores'], 'scores')) {
    const score = readObject(value, 'a score');
    const vector = readOptionalObject(score['cvss_v3'] ?? score['cvss_v2'], 'cvss')?.['vectorString'];
    if (typeof vector === 'string') vectors.add(vector.slice(0, 512));
  }
  const ratings = [...vectors].slice(0, mostRatings).map((vector): SeverityRating => {
    const scored = scoreCvss(vector);
    return {
      origin: 'redhat',
      severity: severity ?? scored?.severity ?? 'unknown',
      vector,
      ...(scored !== undefined && { score: scored.score }),
    };
  });
  return ratings.length === 0 && severity !== undefined ? [{ origin: 'redhat', severity }] : ratings;
}

const mostRatings = 3;

function readNote(vulnerability: RecordObject): string | undefined {
  const notes = readArray(vulnerability['notes'], 'notes').map((note) => readObject(note, 'a note'));
  const note = notes.find(({ category }) => category === 'description');
  return note === undefined ? undefined : readText(note['text'], 'note.text');
}

function readLinks(vulnerability: RecordObject): readonly string[] {
  return readArray(vulnerability['references'], 'references').map((value) =>
    readText(readObject(value, 'a reference')['url'], 'reference.url'),
  );
}
