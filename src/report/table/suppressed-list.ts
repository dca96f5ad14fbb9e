import { type ReportView } from '../report-view.ts';
import { fitWidth } from '../../lib/terminal/display-width.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { type Finding } from '../../model/finding.ts';
import { type Suppression } from '../../model/suppression.ts';
import { type Style } from './style.ts';

/** Findings that were set aside, each with the reason and with the file and line that did it. */
export function* writeSuppressedList(view: ReportView, width: number, style: Style): Iterable<string> {
  if (view.suppressed.length === 0) return;
  yield '';
  yield `${style.strong('SUPPRESSED')}  ${view.suppressed.length}`;
  for (const finding of view.suppressed) {
    yield '';
    yield `    ${style.severity(finding.severity, finding.severity.padEnd(12))}${fitWidth(escapeControl(nameOf(finding, view)), width - 16)}`;
    if (finding.suppression !== undefined)
      yield style.faint(fitWidth(`                ${escapeControl(describe(finding.suppression))}`, width));
  }
}

function nameOf(finding: Finding, { packages }: ReportView): string {
  if (finding.kind !== 'vulnerability') return `${finding.ruleId}  ${finding.title}`;
  const found = packages.get(finding.packageId);
  return `${finding.id}  ${found?.name ?? ''} ${found?.version ?? ''}`.trimEnd();
}

function describe({ reason, origin, expiresOn, until, owner, ticket }: Suppression): string {
  const parts = [
    `${origin}: ${reason}`,
    ...(expiresOn === undefined ? [] : [`expires ${expiresOn}`]),
    ...(until === undefined ? [] : ['until fixed']),
    ...(owner === undefined ? [] : [owner]),
    ...(ticket === undefined ? [] : [ticket]),
  ];
  return parts.join(' · ');
}
