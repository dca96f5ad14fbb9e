import { type AuditResult } from '../../model/audit-report.ts';
import { type SecurityEvent } from '../../model/security-event.ts';
import { factsOf } from '../finding-facts.ts';
import { type JudgedReport, type ReporterOptions } from '../reporter.ts';
import { viewReport, type ReportView } from '../report-view.ts';

/** Findings of a report as events; of an audit every check with its verdict. Suppressed findings are left out: they raise no alarm. */
export function* findingEvents(judged: JudgedReport, options: Pick<ReporterOptions, 'display' | 'createdAt'>): Generator<SecurityEvent> {
  const view = viewReport(judged, options.display);
  const { audit, target, startedAt } = view.report;
  const base = { time: options.createdAt ?? startedAt, host: audit?.host.name ?? target.name, target: target.name, attributes: new Map<string, string>() };
  if (audit !== undefined) for (const result of audit.results) yield auditEvent(result, audit.benchmark, base);
  for (const finding of view.shown) if (audit === undefined || finding.kind !== 'audit') yield findingEvent(finding, view, base);
} // prettier-ignore

type Base = Pick<SecurityEvent, 'time' | 'host' | 'attributes'> & { readonly target: string };

function auditEvent({ id, title, severity, verdict, items, unread, remediation }: AuditResult, benchmark: string, base: Base): SecurityEvent {
  const reasons = verdict === 'fail' ? items.map(({ subject, message }) => (subject === undefined ? message : `${subject} ${message}`)) : unread;
  return {
    ...base,
    id: `${base.host} ${benchmark} ${id}`,
    kind: 'compliance',
    name: id,
    title,
    message: reasons.length === 0 ? `${title}: ${verdict}` : reasons.join('; '),
    severity: verdict === 'fail' ? severity : 'informational',
    outcome: verdict === 'pass' ? 'success' : verdict === 'fail' ? 'failure' : 'unknown',
    standard: benchmark,
    remedy: remediation,
  };
} // prettier-ignore

function findingEvent(finding: ReportView['shown'][number], view: ReportView, base: Base): SecurityEvent {
  const facts = factsOf(finding, view);
  const kind = finding.kind === 'vulnerability' ? 'vulnerability' : finding.kind === 'secret' || facts.id.startsWith('drift-') ? 'detection' : 'compliance'; // prettier-ignore
  const fixed = finding.kind === 'vulnerability' ? finding.fixedVersion : undefined;
  return {
    ...base,
    id: `${base.target} ${finding.fingerprint}`,
    kind,
    name: facts.id,
    title: facts.title,
    message: facts.message,
    severity: finding.severity,
    ...(kind === 'compliance' ? { outcome: 'failure', standard: 'Pratique' } : {}),
    ...(facts.remedy === '' ? {} : { remedy: facts.remedy }),
    ...(facts.paths[0] === undefined ? {} : { path: facts.paths[0] }),
    ...(facts.package === undefined
      ? {}
      : {
          flaw: {
            id: facts.id,
            packageName: facts.package.name,
            version: facts.package.version,
            purl: facts.package.purl,
            ...(fixed === undefined ? {} : { fixedVersion: fixed }),
            isExploited: facts.isExploited,
          },
        }),
  };
}
