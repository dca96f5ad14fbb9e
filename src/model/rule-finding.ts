import { hash } from 'node:crypto';
import { type RuleFinding } from './finding.ts';
import { type RuleDescription, type Violation } from './rule.ts';

/** The finding that a violation is in a report. */
export function makeRuleFinding(rule: RuleDescription, violation: Violation): RuleFinding {
  const { message, location, setting, instruction, excerpt, exposure, packageId } = violation;
  return {
    kind: rule.kind,
    ruleId: rule.id,
    aliases: violation.aliases === undefined ? rule.aliases : [...rule.aliases, ...violation.aliases],
    title: rule.title,
    message,
    remediation: violation.remediation ?? rule.remediation,
    references: rule.references,
    fingerprint: ruleFingerprint(rule, violation),
    severity: violation.severity ?? rule.severity,
    lane: 'fix-now',
    locations: location === undefined ? [] : [location],
    ...(setting === undefined ? {} : { setting }),
    ...(instruction === undefined ? {} : { instruction }),
    ...(excerpt === undefined ? {} : { excerpt }),
    ...(exposure === undefined ? {} : { exposure }),
    ...(packageId === undefined ? {} : { packageId }),
  };
}

/** 32 hexadecimal characters that stay the same when lines move, when layers are added and when the rule's texts change. */
function ruleFingerprint({ kind, id }: RuleDescription, { location, setting, key }: Violation): string {
  // A setting that is numbered would change with every entry before it.
  const place = location?.path ?? setting?.replace(/\[\d+\]$/, '') ?? '';
  return hash('sha256', [kind, id, place, key ?? ''].join('\n')).slice(0, 32);
}
