import { type AuditOutcome, type AuditRule } from '../audit-rule.ts';
import { valueOf } from '../known.ts';

/** What was run is only known where it was recorded. */
export const execRules: readonly AuditRule[] = [
  execRule(
    '5.23',
    '--privileged',
    /(?:^| )--privileged(?: |$|=true)/,
    'It gives a process in the container what the container was denied.',
  ),
  execRule(
    '5.24',
    '--user=root',
    /(?:^| )(?:-u|--user)[ =]?(?:root|0)(?:[: ]|$)/,
    'It makes a process root in a container that runs as somebody else.',
  ),
];

function execRule(id: string, option: string, pattern: RegExp, rationale: string): AuditRule {
  return {
    id,
    title: `Nobody used docker exec with ${option}`,
    severity: 'medium',
    isManual: true,
    rationale,
    remediation: 'Refuse it with an authorization plugin; record what is run with the audit daemon.',
    judge: ({ execCommands }): AuditOutcome => {
      const commands = valueOf(execCommands);
      if (commands === undefined) return { unread: ['the audit log does not record commands'] };
      return { items: commands.filter((command) => pattern.test(command)).map((message) => ({ message: `was run: ${message}` })) };
    },
  };
}
