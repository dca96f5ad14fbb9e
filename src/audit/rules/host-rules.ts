import { type AuditRule, failed, failedIf, notApplicable, passed, type AuditOutcome } from '../audit-rule.ts';
import { auditedPaths } from '../facts/audited-paths.ts';
import { infoField } from '../facts/engine-facts.ts';
import { type HostFacts } from '../facts/host-facts.ts';
import { hardenedSettings } from '../facts/system-facts.ts';
import { valueOf } from '../known.ts';
import { engineSupport } from './engine-support.ts';
import { textOf } from '../facts/text-of.ts';

const auditRationale =
  'Docker’s files and programs decide what runs as root on this machine; without a record nobody can say later who changed them.';

export const hostRules: readonly AuditRule[] = [
  {
    id: '1.1.1',
    title: 'Container data is on a partition of its own',
    severity: 'low',
    isManual: false,
    rationale: 'Images and logs grow. On the system’s own partition they can fill it, and the host stops.',
    remediation: 'Put Docker’s data folder on its own partition or logical volume.',
    judge: ({ engine, mountPoints }: HostFacts): AuditOutcome => {
      const folder = textOf(infoField(valueOf(engine), 'DockerRootDir'));
      // With user namespaces it is one level below: /var/lib/docker/100000.100000.
      const own = folder.replace(/\/\d+\.\d+$/, '');
      return failedIf(![folder, own].some((path) => valueOf(mountPoints).has(path)), 'is not a mount point', own);
    },
  },
  {
    id: '1.1.2',
    title: 'Only trusted users control Docker',
    severity: 'high',
    isManual: false,
    rationale: 'Whoever may use Docker’s socket can become root on the host.',
    remediation: 'Remove users from the group docker, or name those you trust with --trusted-user.',
    command: 'gpasswd -d USER docker',
    judge: ({ dockerGroup, given }: HostFacts): AuditOutcome => {
      const doubtful = valueOf(dockerGroup).filter((user) => !given.trustedUsers.includes(user));
      return { items: doubtful.map((user) => ({ subject: user, message: 'is in the group docker and not a trusted user' })) };
    },
  },
  ...auditedPaths.map(({ id, paths, what }): AuditRule => ({
    id,
    title: `Changes of ${what} are recorded`,
    severity: 'low',
    isManual: false,
    rationale: auditRationale,
    remediation: 'Add a rule for the audit daemon, and load it with augenrules --load.',
    command: `echo '-w ${paths[0]} -p rwxa -k docker' >> /etc/audit/rules.d/docker.rules`,
    judge: (facts) => judgeAuditRule(facts, paths),
  })),
  {
    id: '1.2.1',
    title: 'The host is hardened',
    severity: 'medium',
    isManual: true,
    rationale: 'All containers share the host’s kernel: what protects it protects them.',
    remediation: 'Set these kernel settings in /etc/sysctl.d, and follow the benchmark of your distribution.',
    judge: ({ kernelSettings }: HostFacts): AuditOutcome => {
      const settings = valueOf(kernelSettings);
      const items = [...hardenedSettings].flatMap(([name, wanted]) => {
        const value = settings.get(name);
        return value === undefined || wanted.includes(value) ? [] : [{ subject: name, message: `is ${value}, not ${wanted.join(' or ')}` }];
      });
      return { items, note: `${settings.size} kernel settings looked at; the rest of the host is not` };
    },
  },
  {
    id: '1.2.2',
    title: 'The engine has security support',
    severity: 'high',
    isManual: true,
    rationale: 'Flaws of the engine let containers out of their isolation; only supported releases get fixes.',
    remediation: 'Upgrade Docker. A package of your distribution may have fixes of its own: check that it is up to date.',
    judge: ({ engine }: HostFacts): AuditOutcome => {
      const { title, version } = valueOf(engine);
      if (title !== 'Docker') return { note: `${title} ${version}: its distribution supports it` };
      const support = engineSupport(version);
      if (support === 'unknown') return { unread: [`${title} ${version}: no end of support is known for it`] };
      if (support === 'supported') return { note: `${title} ${version}` };
      return failed(`the publisher of ${title} ${version} has made no security fixes for it since ${support.end}`);
    },
  },
];

function judgeAuditRule({ files, auditRules }: HostFacts, paths: readonly string[]): AuditOutcome {
  const existing = valueOf(files.existing);
  const there = paths.filter((path) => existing.has(path));
  if (there.length === 0) return notApplicable(`there is no ${paths[0]}`);
  const rules = valueOf(auditRules);
  if (rules === undefined) return failed('is not watched: the host has no audit daemon', there[0]);
  return there.some((path) => rules.some((rule) => watches(rule, path))) ? passed : failed('is not watched by an audit rule', there[0]);
}

/** auditctl(8): `-w PATH`, or `-F path=` and `-F dir=`; a watch of a folder covers what is in it. */
function watches(rule: string, path: string): boolean {
  const [, watched, kind = 'dir'] = /^-w (\S+)/.exec(rule) ?? swap(/-F (path|dir)=(\S+)/.exec(rule)) ?? [];
  if (watched === undefined) return false;
  const folder = watched.replace(/\/+$/, '');
  return path === folder || (kind === 'dir' && path.startsWith(`${folder}/`));
}

function swap(match: RegExpExecArray | null): readonly (string | undefined)[] | undefined {
  return match === null ? undefined : [match[0], match[2], match[1]];
}
