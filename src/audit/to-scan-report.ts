import { type AuditItem, type AuditReport, type AuditResult } from '../model/audit-report.ts';
import { type RuleFinding } from '../model/finding.ts';
import { type Issue, makeIssue } from '../model/issue.ts';
import { type ScanReport } from '../model/report.ts';
import { makeRuleFinding } from '../model/rule-finding.ts';
import { benchmark } from './benchmark.ts';

/** The audit as every output format and gate takes it: failed checks are findings, and checks that could not look are issues. */
export function toScanReport(audit: AuditReport): ScanReport {
  const issues = audit.results.filter(isGap).map(toIssue);
  return {
    target: { name: audit.host.name, scheme: 'host', layers: [] },
    packages: [],
    scannedFor: ['audit'],
    findings: audit.results.flatMap(toFindings),
    plan: [],
    issues,
    completeness: issues.length === 0 ? 'complete' : issues.length === audit.results.length ? 'none' : 'partial',
    startedAt: audit.startedAt,
    durationMs: audit.durationMs,
    advisories: { kind: 'none', shards: [], sources: [] },
    audit,
  };
}

/** What the benchmark leaves to a person is no gap of the audit; it is told all the same. */
function isGap({ unread, isManual }: AuditResult): boolean {
  return unread.length > 0 && !isManual;
}

function toIssue({ id, title, unread: [reason = '', ...more] }: AuditResult): Issue {
  const others = more.length === 0 ? '' : `, and ${more.length} more`;
  return makeIssue('AUDIT_CHECK_UNDECIDED', 'audit', `${id} ${title}: could not look: ${reason}${others}`);
}

function toFindings(result: AuditResult): readonly RuleFinding[] {
  return result.items.map((item) => {
    const rule = {
      id: result.id,
      kind: 'audit',
      title: result.title,
      remediation: result.command === undefined ? result.remediation : `${result.remediation} ${result.command}`,
      severity: result.severity,
      references: [],
      aliases: [`${benchmark} ${result.id}`],
    } as const;
    return makeRuleFinding(rule, {
      message: describe(item),
      ...(item.subject === undefined ? {} : { setting: item.subject }),
      key: `${item.subject ?? ''} ${item.message}`,
    });
  });
}

function describe({ subject, message }: AuditItem): string {
  return subject === undefined ? message : `${subject} ${message}`;
}
