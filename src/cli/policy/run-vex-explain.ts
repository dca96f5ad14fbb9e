import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { findingNames } from '../../model/finding-names.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type ScanReport } from '../../model/report.ts';
import { applyVex } from '../../policy/vex/apply-vex.ts';
import { findMismatch, vexSubject } from '../../policy/vex/match-statement.ts';
import { type VexDocument } from '../../policy/vex/vex-document.ts';
import { type CommandContext, type CommandInput } from '../command.ts';
import { readVexDocuments, readVexStrictness } from '../judge/read-vex-documents.ts';
import { scanReports } from '../scan/scan-reports.ts';

/** Statement by statement, for each package that has the flaw. */
export async function runVexExplain(input: CommandInput, context: CommandContext): Promise<number> {
  const [id = '', ...targets] = input.arguments;
  const documents = await readVexDocuments(input, context);
  if (documents.length === 0) throw new PratiqueError('USAGE', 'vex explain needs a document', { hint: 'give --vex FILE' });
  const reports = await scanReports({ ...input, arguments: targets }, context);
  const strictness = readVexStrictness(input);
  const lines = reports.flatMap((report) => explainReport(id, report, documents, strictness));
  await context.output.write(lines.map((line) => `${escapeControl(line)}\n`));
  return exitCodes.passed;
}

function explainReport(
  id: string,
  report: ScanReport,
  documents: readonly VexDocument[],
  strictness: ReturnType<typeof readVexStrictness>,
): readonly string[] {
  const subject = vexSubject(report, strictness);
  const judged = applyVex(report, documents, strictness);
  const statements = documents.flatMap((document) => document.statements);
  const findings = judged.findings.filter((finding) => findingNames(finding).has(id.toLowerCase()));
  if (findings.length === 0) return [`${report.target.name}: no finding of ${id}`];
  return findings.flatMap((finding) => {
    const names = findingNames(finding);
    const found = finding.kind === 'vulnerability' ? subject.packages.get(finding.packageId) : undefined;
    const about = statements.filter(({ ids }) => ids.some((each) => names.has(each.toLowerCase())));
    const { suppression } = finding;
    const verdict = suppression === undefined ? 'counts' : `suppressed by ${suppression.origin}`;
    const head = `${id} in ${found?.purl ?? report.target.name}: ${verdict}`;
    if (about.length === 0)
      return [head, `  no statement is about it in ${documents.length === 1 ? '1 document' : `${documents.length} documents`}`];
    return [
      head,
      ...about.map((statement) => {
        const mismatch = findMismatch(statement, finding, subject);
        const when = statement.statedOn === undefined ? 'without a time' : `stated ${statement.statedOn}`;
        return mismatch === undefined
          ? `  applies: ${statement.origin}: ${statement.status}, ${when}`
          : `  does not apply: ${statement.origin}: ${statement.status}: ${mismatch}`;
      }),
    ];
  });
}
