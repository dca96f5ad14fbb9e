import { type RuleFinding } from '../../model/finding.ts';
import { makeRuleFinding } from '../../model/rule-finding.ts';
import { type RuleDescription } from '../../model/rule.ts';
import { type Severity } from '../../model/severity.ts';
import { type LintSettings } from './lint-settings.ts';
import { severityOf } from './settings/rule-names.ts';
import { type ShellComment } from './shell-comment.ts';

const severities: Readonly<Record<ShellComment['level'], Severity>> = {
  error: 'high',
  warning: 'medium',
  info: 'low',
  style: 'negligible',
};

/** A comment of ShellCheck as a finding of the rule `shellcheck`, which answers to its code, too. */
export function shellCommentFinding(comment: ShellComment, path: string, settings: LintSettings): RuleFinding {
  const { code, level, message, version, line, column, endLine, endColumn } = comment;
  const rule: RuleDescription = {
    id: 'shellcheck',
    kind: 'misconfiguration',
    title: `${code} of ShellCheck ${version}`,
    remediation: `See what ShellCheck says about ${code}, and correct the command.`,
    severity: severities[level],
    references: [`https://www.shellcheck.net/wiki/${code}`],
    aliases: [code],
  };
  const severity = severityOf(rule, settings);
  const location = { path, line, column, endLine, endColumn };
  return makeRuleFinding(rule, { message, location, key: `${code} ${message}`, ...(severity === undefined ? {} : { severity }) });
}
