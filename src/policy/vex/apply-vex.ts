import { type Finding } from '../../model/finding.ts';
import { findingNames } from '../../model/finding-names.ts';
import { type ScanReport } from '../../model/report.ts';
import { type Suppression, type SuppressionNote } from '../../model/suppression.ts';
import { type PurlStrictness } from '../suppression/purl-strictness.ts';
import { findMismatch, vexSubject } from './match-statement.ts';
import { type VexDocument, type VexStatement } from './vex-document.ts';

/**
 * Sets aside findings that the newest statement about them says are not affected or fixed. A statement that says "affected" or "under investigation" and
 * is not older keeps a finding. Documents that say nothing about the image are noted.
 */
export function applyVex(report: ScanReport, documents: readonly VexDocument[], strictness: PurlStrictness): ScanReport {
  const subject = vexSubject(report, strictness);
  const byName = indexStatements(documents);
  const used = new Set<string>();
  const notes: SuppressionNote[] = [];
  const findings = report.findings.map((finding) => {
    const about = statementsAbout(finding, byName).filter((statement) => findMismatch(statement, finding, subject) === undefined);
    for (const { origin } of about) used.add(origin);
    const decisive = newest(about);
    if (decisive === undefined) return finding;
    const conflict = about.find((other) => isClear(other) !== isClear(decisive) && timeOf(other) === timeOf(decisive));
    if (conflict !== undefined)
      notes.push({
        kind: 'conflict',
        origin: decisive.origin,
        message: `${decisive.ids[0] ?? ''} is ${decisive.status} here and ${conflict.status} in ${conflict.origin}, at the same time; the finding counts`,
      });
    return isClear(decisive) && finding.suppression === undefined ? { ...finding, suppression: toSuppression(decisive) } : finding;
  });
  for (const { origin, statements } of documents)
    if (!statements.some((statement) => used.has(statement.origin)))
      notes.push({ kind: 'unused', origin, message: 'no statement is about a finding of this image' });
  return { ...report, findings, suppressionNotes: [...(report.suppressionNotes ?? []), ...notes] };
}

function indexStatements(documents: readonly VexDocument[]): ReadonlyMap<string, readonly VexStatement[]> {
  const byName = new Map<string, VexStatement[]>();
  for (const { statements } of documents)
    for (const statement of statements)
      for (const id of new Set(statement.ids.map((each) => each.toLowerCase()))) {
        const known = byName.get(id);
        if (known === undefined) byName.set(id, [statement]);
        else known.push(statement);
      }
  return byName;
}

function statementsAbout(finding: Finding, byName: ReadonlyMap<string, readonly VexStatement[]>): readonly VexStatement[] {
  return [...new Set([...findingNames(finding)].flatMap((name) => byName.get(name) ?? []))];
}

/** Of several of one time, one that keeps the finding. */
function newest(statements: readonly VexStatement[]): VexStatement | undefined {
  return [...statements].sort((a, b) => timeOf(b) - timeOf(a) || Number(isClear(a)) - Number(isClear(b)))[0];
}

function timeOf({ statedOn }: VexStatement): number {
  const at = Date.parse(statedOn ?? '');
  return Number.isNaN(at) ? 0 : at;
}

function isClear({ status }: VexStatement): boolean {
  return status === 'not_affected' || status === 'fixed';
}

function toSuppression({ origin, status, justification, reason, documentId, author, statedOn }: VexStatement): Suppression {
  const words = [justification?.replaceAll('_', ' '), reason].filter((each) => each !== undefined);
  return {
    reason: words.length === 0 ? status.replace('_', ' ') : words.join(': '),
    origin,
    vex: {
      status: status === 'fixed' ? 'fixed' : 'not_affected',
      ...(justification === undefined ? {} : { justification }),
      ...(documentId === undefined ? {} : { documentId }),
      ...(author === undefined ? {} : { author }),
      ...(statedOn === undefined ? {} : { statedOn }),
    },
  };
}
