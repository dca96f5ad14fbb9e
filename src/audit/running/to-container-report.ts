import { type RuleFinding } from '../../model/finding.ts';
import { type Issue, makeIssue } from '../../model/issue.ts';
import { type ScanReport } from '../../model/report.ts';
import { makeRuleFinding } from '../../model/rule-finding.ts';
import { type RuleDescription } from '../../model/rule.ts';
import { type DriftItem } from './drift.ts';
import { driftRules } from './drift-rules.ts';
import { type Right, type RunningContainer } from './running-container.ts';

/** Findings of the image, and those of the container itself, as every gate and output takes them. */
export function toContainerReport(container: RunningContainer, image: ScanReport | undefined, why: string | undefined, now: Date): ScanReport {
  const { facts } = container;
  const issues = [...(image?.issues ?? []), ...ownIssues(container, why)];
  const findings = [...(image?.findings ?? []), ...container.rights.map(toRightFinding), ...driftFindings(container)];
  const base: ScanReport = image ?? {
    target: { name: facts.name, scheme: 'container', layers: [] },
    packages: [],
    scannedFor: [],
    findings: [],
    plan: [],
    issues: [],
    completeness: 'partial',
    startedAt: now,
    durationMs: 0,
    advisories: { kind: 'none', shards: [], sources: [] },
  };
  return {
    ...base,
    target: { ...base.target, name: `container ${facts.name}`, references: [...new Set([facts.image, ...container.repositoryDigests])].filter((name) => name !== '') },
    scannedFor: [...base.scannedFor, 'audit'],
    findings,
    issues,
    completeness: issues.length > 0 && base.completeness === 'complete' ? 'partial' : base.completeness,
  };
} // prettier-ignore

function ownIssues({ drift, facts, unreadRights }: RunningContainer, why: string | undefined): readonly Issue[] {
  const unread = 'unread' in drift ? [drift.unread] : drift.value.unread;
  return [
    ...(why === undefined ? [] : [makeIssue('CONTAINER_UNDECIDED', 'container', `image ${facts.image}: ${why}`)]),
    ...(unreadRights.length === 0
      ? []
      : [makeIssue('CONTAINER_UNDECIDED', 'container', `rights: ${unreadRights.length} checks could not look: ${unreadRights[0]!}`)]),
    ...unread.map((reason) => makeIssue('CONTAINER_UNDECIDED', 'container', `changes since its start: ${reason}`)),
  ];
}

function toRightFinding({ ruleId, title, severity, message, remediation }: Right): RuleFinding {
  const rule: RuleDescription = { id: ruleId, kind: 'audit', title, remediation, severity, references: [], aliases: [`CIS-${ruleId}`] };
  return makeRuleFinding(rule, { message, key: message });
}

function driftFindings({ drift }: RunningContainer): readonly RuleFinding[] {
  return 'unread' in drift ? [] : drift.value.items.map(toDriftFinding);
}

function toDriftFinding({ drift, path, kind }: DriftItem): RuleFinding {
  return makeRuleFinding(driftRules[drift], { message: `${path} was ${kind}`, location: { path: path.slice(1) } });
}
