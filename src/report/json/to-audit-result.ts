import { type AuditResult } from '../../model/audit-report.ts';

/** Every member is written in this order; `JSON.stringify` leaves out those that are `undefined`. */
export function toAuditResult(result: AuditResult): unknown {
  const { id, title, sectionId, level, controlsGroup, severity, isManual, verdict, items, unread, note, rationale, remediation, command } =
    result;
  return {
    id,
    title,
    sectionId,
    level,
    controlsGroup,
    severity,
    isManual,
    verdict,
    items: items.map(({ subject, message }) => ({ subject, message })),
    unread,
    note,
    rationale,
    remediation,
    command,
  };
}
