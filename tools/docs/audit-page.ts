import { auditSections, benchmark, controlsGroupOf, levelOf, sectionOf } from '../../src/audit/benchmark.ts';
import { auditCommands } from '../../src/audit/host.ts';
import { auditRules } from '../../src/audit/rules/audit-rules.ts';
import { code, page, table } from './markdown.ts';

export function auditPage(): string {
  return page(
    'Checks of a host',
    'src/audit/',
    `What \`pratique audit\` checks. The ids are those of the ${benchmark}; titles, texts and severities are our own. Level and group are the profile level of the benchmark, and the lowest implementation group of the CIS Controls v8 that has the check.`,
    `An audit reads files, asks the engine with GET requests, and runs these commands, nothing else: ${auditCommands.map((argv) => code(argv.join(' '))).join(', ')}.`,
    ...auditSections.flatMap(({ id, title }) => [`## ${id} ${title}`, sectionTable(id)]),
    '## Beside Docker Bench for Security',
    'Docker Bench has the same ids. Its verdicts differ from these where it cannot tell, or tells something else:',
    table(
      ['checks', 'Docker Bench', 'here'],
      differences.map((row) => [...row]),
    ),
  );
}

function sectionTable(section: string): string {
  return table(
    ['check', 'what holds', 'severity', 'level', 'group', 'why', 'what to do'],
    auditRules
      .filter(({ id }) => sectionOf(id) === section)
      .map(({ id, title, severity, rationale, remediation, command }) => [
        id,
        title,
        severity,
        String(levelOf(id)),
        String(controlsGroupOf(id) ?? ''),
        rationale,
        command === undefined ? remediation : `${remediation} ${code(command)}`,
      ]),
  );
}

const differences: readonly (readonly [ids: string, theirs: string, ours: string])[] = [
  [
    '1.1.2, 2.8, 6.1, 6.2',
    'INFO',
    'pass or fail: users not named with --trusted-user, no default limits, half of the images unused, more than 25 stopped containers',
  ],
  ['1.1.3–1.1.18', 'a rule must contain the path', 'a rule for a folder above it counts, too'],
  [
    '1.2.1, 2.1, 4.2–4.4, 4.8, 4.10–4.12, 5.23, 5.24',
    'NOTE',
    'kernel settings, rootless mode and the audit log are looked at; what only a scan of the images tells is "could not look"',
  ],
  ['1.2.2', 'PASS, whatever the version', 'fails for a version without security support from its publisher'],
  ['2.2', 'WARN where there is no default bridge', 'not applicable; otherwise the option of the bridge itself counts'],
  ['2.13', 'only json-file fails', 'local and none fail, too: they do not leave the host'],
  ['3.15, 3.16', 'looks at /var/run/docker.sock only', 'the socket that the daemon was told to open'],
  ['4.1', 'misses 0:0, root:root and names with the number 0', 'the number of the user counts'],
  ['4.5', 'wants DOCKER_CONTENT_TRUST=1', 'that fails: Docker’s Notary service ends on 2026-12-08; a trust policy passes'],
  [
    '5.2, 5.3',
    'WARN where the host has neither AppArmor nor SELinux',
    'not applicable; otherwise the profile or label of the container counts',
  ],
  ['5.6', 'only the folders themselves', 'what is in them, too'],
  ['5.8', 'port 1024 fails', 'ports below 1024 fail'],
  ['5.12', 'knows shares and CPUs', 'quotas count, too'],
  ['5.15', 'only counts above 5 fail', 'always, unless-stopped and endless restarts fail'],
  ['5.27', 'any health check passes', 'a container that is unhealthy fails'],
  ['5.28', 'INFO', 'fails for a container that runs an older image than its tag names on the host'],
  ['7.1–7.9', 'PASS where the host is in no swarm', 'not applicable'],
  ['7.1', 'one leader', 'an odd number of managers, at most seven'],
];
