import { type RuleFinding } from '../../model/finding.ts';
import { type Issue, makeIssue } from '../../model/issue.ts';
import { limits } from '../../model/limits.ts';
import { makeRuleFinding } from '../../model/rule-finding.ts';
import { type Violation } from '../../model/rule.ts';
import { readBuild } from './build/read-build.ts';
import { type DockerfileRule, type DockerfileSubject } from './dockerfile-rule.ts';
import { dockerfileRules } from './dockerfile-rules.ts';
import { type LintSettings } from './lint-settings.ts';
import { readIgnores } from './settings/read-ignores.ts';
import { shellCommentFinding } from './shell-comment-finding.ts';
import { parseDockerfile } from './syntax/parse-dockerfile.ts';
import { isOffByDefault, severityOf } from './settings/rule-names.ts';

export interface CheckedDockerfile {
  readonly findings: readonly RuleFinding[];
  readonly issues: readonly Issue[];
}

/** What is wrong with a Dockerfile. Never throws: what could not be read is an issue, and the rest is checked. */
export function checkDockerfile(text: string, path: string, settings: LintSettings = {}): CheckedDockerfile {
  const file = parseDockerfile(text);
  const subject: DockerfileSubject = { path, build: readBuild(file), settings };
  const issues = [...syntaxIssues(subject)];
  const suppress = readIgnores(subject);
  const findings: RuleFinding[] = [];
  for (const rule of dockerfileRules) {
    if (isOffByDefault(rule) && severityOf(rule, settings) === undefined) continue;
    const { violations, isCut } = takeViolations(rule, subject);
    if (isCut)
      issues.push(
        makeIssue('RULE_CUT', 'check', `${path}: more than ${limits.ruleViolations} places break ${rule.id}; the rest is not listed`, {
          path,
        }),
      );
    findings.push(...violations.map((violation) => suppress(rule, makeRuleFinding(rule, withSeverity(rule, violation, settings)))));
  }
  for (const comment of settings.shellComments ?? []) {
    const finding = shellCommentFinding(comment, path, settings);
    findings.push(suppress({ id: finding.ruleId, aliases: finding.aliases }, finding));
  }
  return { findings: findings.sort(byPlace), issues };
}

function takeViolations(
  rule: DockerfileRule,
  subject: DockerfileSubject,
): { readonly violations: readonly Violation[]; readonly isCut: boolean } {
  const violations: Violation[] = [];
  for (const violation of rule.check(subject)) {
    if (violations.length === limits.ruleViolations) return { violations, isCut: true };
    violations.push(violation);
  }
  return { violations, isCut: false };
}

/** A severity that the user gave holds everywhere. */
function withSeverity(rule: DockerfileRule, violation: Violation, settings: LintSettings): Violation {
  const severity = severityOf(rule, settings);
  return severity === undefined ? violation : { ...violation, severity };
}

function* syntaxIssues({ path, build: { file, stages } }: DockerfileSubject): Iterable<Issue> {
  const faults = [...file.faults];
  for (const { steps } of stages)
    for (const { script, instruction } of steps)
      if (script?.fault !== undefined)
        faults.push({
          message: `the command of RUN cannot be read as shell: ${script.fault.message}`,
          line: script.fault.position.line,
          endLine: instruction.endLine,
        });
  for (const { message, line } of faults.slice(0, limits.syntaxFaults))
    yield makeIssue('DOCKERFILE_INVALID', 'check', `${path}:${line}: ${message}`, { path });
  if (faults.length > limits.syntaxFaults)
    yield makeIssue('DOCKERFILE_INVALID', 'check', `${path}: ${faults.length - limits.syntaxFaults} more lines cannot be read`, { path });
}

function byPlace(a: RuleFinding, b: RuleFinding): number {
  return (a.locations[0]?.line ?? 0) - (b.locations[0]?.line ?? 0);
}
