import { type AuditResult } from '../../model/audit-report.ts';
import { type Finding } from '../../model/finding.ts';
import { type EventFlaw, type SecurityEvent } from '../../model/security-event.ts';
import { factsOf, type FindingFacts } from '../finding-facts.ts';
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

function findingEvent(finding: Finding, view: ReportView, base: Base): SecurityEvent {
  const facts = factsOf(finding, view);
  const kind = finding.kind === 'vulnerability' ? 'vulnerability' : finding.kind === 'secret' || facts.id.startsWith('drift-') ? 'detection' : 'compliance'; // prettier-ignore
  const { time, host, target, attributes } = base;
  // Assigned and not spread: a report has tens of thousands of findings.
  const event: Assigned<SecurityEvent> = {
    id: `${target} ${finding.fingerprint}`,
    time,
    kind,
    name: facts.id,
    title: facts.title,
    message: facts.message,
    severity: finding.severity,
    host,
    target,
    attributes,
  };
  if (kind === 'compliance') {
    event.outcome = 'failure';
    event.standard = 'Pratique';
  }
  if (facts.remedy !== '') event.remedy = facts.remedy;
  if (facts.paths[0] !== undefined) event.path = facts.paths[0];
  if (facts.package !== undefined) event.flaw = flawOf(finding, facts.id, facts.package, facts.isExploited);
  return event;
}

type Assigned<Value> = { -readonly [Key in keyof Value]: Value[Key] };

function flawOf(
  finding: Finding,
  id: string,
  { name, version, purl }: NonNullable<FindingFacts['package']>,
  isExploited: boolean,
): EventFlaw {
  const flaw: Assigned<EventFlaw> = { id, packageName: name, version, purl, isExploited };
  if (finding.kind === 'vulnerability' && finding.fixedVersion !== undefined) flaw.fixedVersion = finding.fixedVersion;
  return flaw;
}
