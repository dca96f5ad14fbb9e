import { escapeControl } from '../../../lib/terminal/escape-control.ts';
import { type Issue } from '../../../model/issue.ts';
import { type TrustProblem } from '../../../trust/migrate/check/check-trust.ts';
import { type DockerClient } from '../../../trust/migrate/check/docker-client.ts';
import { formatIssues, placeOf } from './inventory-text.ts';
import { count } from '../text.ts';

export interface CheckResult {
  readonly docker?: DockerClient;
  readonly problems: readonly TrustProblem[];
  readonly issues: readonly Issue[];
}

const words = { broken: 'BROKEN ', ends: 'ENDS   ', unknown: 'UNKNOWN' } as const;

/** For people: broken first, then what ends, soonest first. */
export function* formatCheck({ docker, problems, issues }: CheckResult): Generator<string> {
  yield `docker: ${docker === undefined ? 'none found' : escapeControl(`${docker.product} ${docker.version} (${docker.source})`)}\n\n`;
  for (const problem of inOrder(problems)) {
    yield `${words[problem.severity]}  ${escapeControl(placeOf(problem))}  ${escapeControl(problem.sets)}  ${problem.code}\n`;
    yield `         ${escapeControl(problem.message)}\n         → ${escapeControl(problem.action)}\n`;
  }
  if (problems.length > 0) yield '\n';
  yield* formatIssues(issues);
  const broken = problems.filter(({ severity }) => severity === 'broken').length;
  const ending = problems.filter(({ severity }) => severity === 'ends').length;
  yield problems.length === 0
    ? 'no broken or ending uses of Docker Content Trust\n'
    : `${broken} broken, ${ending} will end, ${count(problems.length - broken - ending, 'unknown', 'unknown')}\n`;
}

/** For programs. */
export function formatCheckJson({ docker, problems, issues }: CheckResult, now: Date): string {
  return `${JSON.stringify({ schemaVersion: 1, checkedAt: now, ...(docker === undefined ? {} : { docker }), problems: inOrder(problems), issues }, undefined, 2)}\n`;
}

function inOrder(problems: readonly TrustProblem[]): readonly TrustProblem[] {
  const rank = { broken: 0, ends: 1, unknown: 2 } as const;
  return [...problems].sort((a, b) => rank[a.severity] - rank[b.severity] || (a.daysLeft ?? Infinity) - (b.daysLeft ?? Infinity) || 0);
}
