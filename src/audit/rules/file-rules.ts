import { type AuditItem } from '../../model/audit-report.ts';
import { type AuditRule, notApplicable } from '../audit-rule.ts';
import { type FileRole, type HostFacts, type HostFile } from '../facts/host-facts.ts';
import { valueOf } from '../known.ts';

interface FileRow {
  readonly role: FileRole;
  readonly what: string;
  /** Ids of the two checks. */
  readonly owner: string;
  readonly mode: string;
  /** Permission bits that it may have at most. */
  readonly maxMode: number;
  readonly group?: 'docker';
}

const rows: readonly FileRow[] = [
  { role: 'docker.service', what: 'docker.service', owner: '3.1', mode: '3.2', maxMode: 0o644 },
  { role: 'docker.socket unit', what: 'docker.socket', owner: '3.3', mode: '3.4', maxMode: 0o644 },
  { role: '/etc/docker', what: '/etc/docker', owner: '3.5', mode: '3.6', maxMode: 0o755 },
  { role: 'registry certificates', what: 'certificates of registries', owner: '3.7', mode: '3.8', maxMode: 0o444 },
  { role: 'TLS CA certificate', what: 'the certificate of the daemon’s authority', owner: '3.9', mode: '3.10', maxMode: 0o444 },
  { role: 'server certificate', what: 'the daemon’s certificate', owner: '3.11', mode: '3.12', maxMode: 0o444 },
  { role: 'server key', what: 'the daemon’s key', owner: '3.13', mode: '3.14', maxMode: 0o400 },
  { role: 'Docker socket', what: 'Docker’s socket', owner: '3.15', mode: '3.16', maxMode: 0o660, group: 'docker' },
  { role: 'daemon.json', what: 'daemon.json', owner: '3.17', mode: '3.18', maxMode: 0o644 },
  { role: '/etc/default/docker', what: '/etc/default/docker', owner: '3.19', mode: '3.20', maxMode: 0o644 },
  { role: '/etc/sysconfig/docker', what: '/etc/sysconfig/docker', owner: '3.22', mode: '3.21', maxMode: 0o644 },
  { role: 'containerd socket', what: 'containerd’s socket', owner: '3.23', mode: '3.24', maxMode: 0o660 },
];

const rationale =
  'Whoever can write them decides what the daemon, which is root, does; whoever can read a key or use a socket acts in its name.';

export const fileRules: readonly AuditRule[] = rows.flatMap((row) => [ownerRule(row), modeRule(row)]);

function ownerRule({ role, what, owner, group }: FileRow): AuditRule {
  return {
    id: owner,
    title: `Only root owns ${what}`,
    severity: role.includes('socket') || role === 'server key' ? 'high' : 'medium',
    isManual: false,
    rationale,
    remediation: group === undefined ? 'Give it to root and the group root.' : 'Give it to root and the group docker.',
    command: `chown root:${group ?? 'root'} PATH`,
    judge: (facts) =>
      judgeFiles(facts, role, ({ status: { userId, groupId } }) => {
        const wanted = group === undefined ? 0 : valueOf(facts.files.dockerGroupId);
        if (userId !== 0) return `belongs to user ${userId}`;
        return groupId === 0 || groupId === wanted ? undefined : `belongs to group ${groupId}`;
      }),
  };
}

function modeRule({ role, what, mode, maxMode }: FileRow): AuditRule {
  const text = maxMode.toString(8);
  return {
    id: mode,
    title: `${what[0]!.toUpperCase()}${what.slice(1)}: mode ${text} or stricter`,
    severity: role.includes('socket') || role === 'server key' ? 'high' : 'medium',
    isManual: false,
    rationale,
    remediation: `Take the other permissions away.`,
    command: `chmod ${text} PATH`,
    judge: (facts) =>
      judgeFiles(facts, role, ({ status }) => ((status.mode & ~maxMode) === 0 ? undefined : `has mode ${status.mode.toString(8)}`)),
  };
}

function judgeFiles({ files }: HostFacts, role: FileRole, fault: (file: HostFile) => string | undefined): ReturnType<AuditRule['judge']> {
  const found = valueOf(files.byRole.get(role) ?? { unread: 'it was not looked for' });
  if (found.length === 0) return notApplicable('there is no such file');
  const items: AuditItem[] = [];
  for (const file of found) {
    const message = fault(file);
    if (message !== undefined) items.push({ subject: file.path, message });
  }
  return { items };
}
