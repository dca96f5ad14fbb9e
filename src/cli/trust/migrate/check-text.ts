import { escapeControl } from '../../../lib/terminal/escape-control.ts';
import { type Issue } from '../../../model/issue.ts';
import { type TrustProblem } from '../../../trust/migrate/check/check-trust.ts';
import { type DockerClient } from '../../../trust/migrate/check/docker-client.ts';
import { formatIssues, markdownCell, markdownRow, placeOf } from './inventory-text.ts';
import { count } from '../text.ts';

export interface CheckResult {
  readonly docker?: DockerClient;
  readonly problems: readonly TrustProblem[];
  readonly issues: readonly Issue[];
}

const words = { broken: 'BROKEN ', ends: 'ENDS   ', unknown: 'UNKNOWN' } as const;

/** For people: broken first, then what ends, soonest first; with `isQuiet` without the version of Docker and the summary. */
export function* formatCheck({ docker, problems, issues }: CheckResult, isQuiet = false): Generator<string> {
  if (!isQuiet) yield `docker: ${describeDocker(docker)}\n\n`;
  for (const { worst, all } of byPlace(problems)) {
    const codes = all.map(({ code }) => code).join(', ');
    yield `${words[worst.severity]}  ${escapeControl(placeOf(worst))}  ${escapeControl(worst.sets)}  ${codes}\n`;
    for (const { message, action } of all) yield `         ${escapeControl(message)}\n         → ${escapeControl(action)}\n`;
  }
  if (problems.length > 0 && (!isQuiet || issues.length > 0)) yield '\n';
  yield* formatIssues(issues);
  if (!isQuiet) yield `${summaryOf(problems)}\n`;
}

/** For a page. */
export function* formatCheckMarkdown({ docker, problems, issues }: CheckResult): Generator<string> {
  yield `# Uses of Docker Content Trust that are broken or will break\n\n${summaryOf(problems)}; docker: ${describeDocker(docker)}\n`;
  if (problems.length > 0) yield '\n| state | place | sets | problem | do | ends |\n|---|---|---|---|---|---|\n';
  for (const { worst, all } of byPlace(problems)) {
    const endsAt =
      all
        .find((each) => each.endsAt !== undefined)
        ?.endsAt?.toISOString()
        .slice(0, 10) ?? '';
    const [messages, actions] = [all.map(({ message }) => message).join('; '), all.map(({ action }) => action).join('; ')];
    yield markdownRow([worst.severity, `\`${placeOf(worst)}\``, `\`${worst.sets}\``, messages, actions, endsAt]);
  }
  if (issues.length > 0) yield '\n## Not scanned\n\n';
  for (const { path, message } of issues) yield `- ${path === undefined ? '' : `${markdownCell(path)}: `}${markdownCell(message)}\n`;
}

function describeDocker(docker: DockerClient | undefined): string {
  return docker === undefined ? 'none found' : escapeControl(`${docker.product} ${docker.version} (${docker.source})`);
}

/** Counts places, each once under its worst problem. */
function summaryOf(problems: readonly TrustProblem[]): string {
  if (problems.length === 0) return 'no broken or ending uses of Docker Content Trust';
  const places = byPlace(problems);
  const counted = (severity: TrustProblem['severity']): number => places.filter(({ worst }) => worst.severity === severity).length;
  return `${count(places.length, 'place')}: ${counted('broken')} broken, ${counted('ends')} will end, ${counted('unknown')} unknown`;
}

interface ProblemPlace {
  readonly worst: TrustProblem;
  readonly all: readonly TrustProblem[];
}

/** One switch may be ignored by the next Docker and depend on a server that ends: it is one place with two problems, the worse one first. */
function byPlace(problems: readonly TrustProblem[]): readonly ProblemPlace[] {
  const places = new Map<string, { worst: TrustProblem; all: TrustProblem[] }>();
  for (const problem of inOrder(problems)) {
    const place = JSON.stringify([placeOf(problem), problem.sets]);
    const known = places.get(place);
    if (known === undefined) places.set(place, { worst: problem, all: [problem] });
    else known.all.push(problem);
  }
  return [...places.values()];
}

/** For programs. */
export function formatCheckJson({ docker, problems, issues }: CheckResult, now: Date): string {
  return `${JSON.stringify({ schemaVersion: 1, checkedAt: now, ...(docker === undefined ? {} : { docker }), problems: inOrder(problems), issues }, undefined, 2)}\n`;
}

function inOrder(problems: readonly TrustProblem[]): readonly TrustProblem[] {
  const rank = { broken: 0, ends: 1, unknown: 2 } as const;
  return [...problems].sort((a, b) => rank[a.severity] - rank[b.severity] || (a.daysLeft ?? Infinity) - (b.daysLeft ?? Infinity) || 0);
}
