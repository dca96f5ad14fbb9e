import { type RuleFinding } from '../../model/finding.ts';
import { type RuleDescription } from '../../model/rule.ts';
import { makeRuleFinding } from '../../model/rule-finding.ts';

const behindTag: RuleDescription = {
  id: 'base-behind-tag',
  kind: 'misconfiguration',
  title: 'The base image was rebuilt since',
  remediation: 'Build again with the current base image: docker build --pull, or pin its new digest.',
  severity: 'medium',
  references: ['https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often'],
  aliases: [],
};

const endOfLife: RuleDescription = {
  id: 'base-end-of-life',
  kind: 'misconfiguration',
  title: 'The base image gets no security fixes any more',
  remediation: 'Move to a version of the base image that is supported.',
  severity: 'high',
  references: ['https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image'],
  aliases: [],
};

export interface JudgedBase {
  readonly reference: string;
  readonly daysBehindTag?: number;
  readonly isCurrent?: boolean;
  /** What ends its support, with the last day, ISO. */
  readonly support: readonly { readonly of: string; readonly until: string }[];
}

/** What is wrong with a base image as such. */
export function judgeBase({ reference, daysBehindTag, isCurrent, support }: JudgedBase, now: Date): readonly RuleFinding[] {
  const today = now.toISOString().slice(0, 10);
  const findings: RuleFinding[] = [];
  if (isCurrent === false) {
    const days = daysBehindTag ?? 0;
    const behind = days > 0 ? `is ${days} ${days === 1 ? 'day' : 'days'} behind its tag` : 'is not what its tag holds';
    findings.push(makeRuleFinding(behindTag, { message: `the base ${reference} ${behind}`, key: reference }));
  }
  for (const { of, until } of support)
    if (until < today) findings.push(makeRuleFinding(endOfLife, { message: `${of} has had no security support since ${until}`, key: of }));
  return findings;
}

/** Whole days between two points in time; `undefined` where one is not known. */
export function daysBetween(earlier: string | undefined, later: string | undefined): number | undefined {
  const milliseconds = Date.parse(later ?? '') - Date.parse(earlier ?? '');
  return Number.isFinite(milliseconds) ? Math.max(0, Math.floor(milliseconds / 86_400_000)) : undefined;
}
