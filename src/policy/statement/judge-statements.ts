import { countFindings } from '../../model/count-findings.ts';
import { type PolicyStatement } from '../../model/decision.ts';
import { type Finding } from '../../model/finding.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { messageOf } from '../../lib/text/message-of.ts';
import { type ScanReport } from '../../model/report.ts';
import { gatingFindings } from '../gating-findings.ts';
import { makeFindingFacts, makePackageFacts, makeReportFacts } from './make-facts.ts';
import { AlikeFindings } from './alike-findings.ts';
import { type Facts, type Statement, type StatementFacts } from './statement.ts';

/** What each statement makes of a report. Throws CONFIG_INVALID where an expression cannot answer: a policy that fails to run never passes. */
export function judgeStatements(statements: readonly Statement[], report: ScanReport, now: Date): readonly PolicyStatement[] {
  const facts = { report: makeReportFacts(report, now) };
  const packages = new Map(report.packages.map((found) => [found.id, found]));
  const findings = gatingFindings(report).filter(({ lane }) => lane !== 'not-applicable');
  const alike = new AlikeFindings(statements.some(({ kind }) => kind === 'deny') ? findings.map(factsOf) : []);
  return statements.map((statement) => {
    if (statement.kind === 'require') return toStatement(statement, ask(statement, facts), []);
    const violating = alike.filter(statement.facts, (finding) =>
      ask(statement, { ...facts, finding: finding as Facts & { package: Facts } }),
    );
    return toStatement(
      statement,
      violating.length === 0,
      violating.map((at) => findings[at]!),
    );
  });

  function factsOf(finding: Finding): Facts {
    const found = finding.packageId === undefined ? undefined : packages.get(finding.packageId);
    return { ...makeFindingFacts(finding, found, report, now), package: makePackageFacts(found) };
  }
}

/** The answer; the place of the statement where there is none. */
export function ask(statement: Statement, facts: StatementFacts): boolean {
  try {
    return statement.evaluate(facts);
  } catch (cause) {
    const [line] = messageOf(cause).split('\n');
    throw new PratiqueError(
      'CONFIG_INVALID',
      `${statement.origin}: the policy statement ${statement.name} cannot be evaluated: ${line ?? ''}`,
      {
        cause,
        hint: "ask whether a key is there first: 'nvd' in finding.severities",
      },
    );
  }
}

function toStatement({ name, origin, kind, effect, message }: Statement, holds: boolean, violating: readonly Finding[]): PolicyStatement {
  const { distinct } = countFindings(violating);
  const what = message ?? name;
  const count = distinct === 1 ? '1 finding' : `${distinct} findings`;
  const text = holds
    ? kind === 'deny'
      ? `no findings violate ${name}`
      : what
    : kind === 'deny'
      ? `${count} violate${distinct === 1 ? 's' : ''} ${name}${message === undefined ? '' : `: ${message}`}`
      : `not met: ${what}`;
  const violatedBy = [...new Set(violating.map(({ fingerprint }) => fingerprint))].sort();
  if (holds) return { text, isMet: true, violatedBy: [], name, origin };
  return effect === 'warn'
    ? { text: `${text} (policy: warn)`, isMet: true, isWarning: true, violatedBy, name, origin }
    : { text, isMet: false, violatedBy, name, origin };
}
