import { field, isJsonObject } from '../../lib/json/json-readers.ts';
import { type AuditOutcome, type AuditRule, failed, failedIf, notApplicable, passed } from '../audit-rule.ts';
import { type DaemonSettings, settingOf, settingsOf } from '../facts/daemon-settings.ts';
import { infoField, type EngineFacts } from '../facts/engine-facts.ts';
import { type HostFacts } from '../facts/host-facts.ts';
import { valueOf } from '../known.ts';
import { textOf } from '../facts/text-of.ts';

type DaemonRule = Omit<AuditRule, 'judge'> & {
  readonly decide: (engine: EngineFacts, daemon: () => DaemonSettings, facts: HostFacts) => AuditOutcome;
};

const rules: readonly DaemonRule[] = [
  {
    id: '2.1',
    title: 'The daemon does not run as root',
    severity: 'low',
    isManual: true,
    rationale: 'A flaw of the daemon or a container that escapes then has the rights of one user, not of root.',
    remediation: 'Use Docker’s rootless mode, or Podman without root, where your containers allow it.',
    command: 'dockerd-rootless-setuptool.sh install',
    decide: ({ isRootless }) => failedIf(!isRootless, 'the engine runs as root'),
  },
  {
    id: '2.2',
    title: 'Containers on the default bridge cannot reach each other',
    severity: 'medium',
    isManual: false,
    rationale: 'On the default bridge every container reaches every port of all others, published or not.',
    remediation: 'Switch it off in daemon.json, and give containers that talk to each other a network of their own.',
    command: '{"icc": false}',
    decide(_, __, { networks }) {
      const bridge = valueOf(networks).find(({ name }) => name === 'bridge');
      if (bridge === undefined) return notApplicable('there is no default bridge');
      return failedIf(
        bridge.options.get('com.docker.network.bridge.enable_icc') !== 'false',
        'containers on it reach each other',
        'bridge',
      );
    },
  },
  {
    id: '2.3',
    title: 'The log level is info',
    severity: 'low',
    isManual: false,
    rationale: 'Less hides what happened; debug writes more than should be kept, and slows the daemon down.',
    remediation: 'Remove the setting, or set it to info.',
    command: '{"log-level": "info"}',
    decide(_, daemon) {
      const level = settingOf(daemon(), 'log-level') ?? 'info';
      if (settingOf(daemon(), 'debug') === 'true') return failed('debug is on');
      return failedIf(level !== 'info', `the log level is ${level}`);
    },
  },
  {
    id: '2.4',
    title: 'Docker may set firewall rules',
    severity: 'medium',
    isManual: false,
    rationale: 'Without its rules, networks are not kept apart and ports are not published as asked.',
    remediation: 'Remove iptables: false, unless something else sets the same rules.',
    command: '{"iptables": true}',
    decide: (_, daemon) => failedIf(settingOf(daemon(), 'iptables') === 'false', 'iptables is switched off'),
  },
  {
    id: '2.5',
    title: 'No registry is used without verification',
    severity: 'high',
    isManual: false,
    rationale: 'An insecure registry is asked over plain HTTP or with any certificate: whoever is on the way can replace images.',
    remediation: 'Give the registry a certificate, and its authority in /etc/docker/certs.d/HOST/ca.crt.',
    decide(engine) {
      const registries = infoField(engine, 'RegistryConfig');
      if (!isJsonObject(registries)) return notApplicable(`${engine.title} keeps this in /etc/containers/registries.conf`);
      const ranges = field(registries, 'InsecureRegistryCIDRs');
      const indexes = field(registries, 'IndexConfigs');
      const names = isJsonObject(indexes)
        ? Object.entries(indexes).flatMap(([name, each]) => (isJsonObject(each) && field(each, 'Secure') === false ? [name] : []))
        : [];
      // Docker always has the machine itself.
      const foreign = (Array.isArray(ranges) ? ranges : []).map(String).filter((range) => !/^(?:127\.|::1\/)/.test(range));
      return { items: [...names, ...foreign].map((subject) => ({ subject, message: 'is used without verification' })) };
    },
  },
  {
    id: '2.6',
    title: 'The storage driver is not aufs',
    severity: 'low',
    isManual: false,
    rationale: 'aufs is not part of Linux and no longer maintained; current engines do not have it.',
    remediation: 'Use overlay2.',
    command: '{"storage-driver": "overlay2"}',
    decide: (engine) => failedIf(infoField(engine, 'Driver') === 'aufs', 'the storage driver is aufs'),
  },
  {
    id: '2.7',
    title: 'A daemon that listens on TCP asks for a client certificate',
    severity: 'critical',
    isManual: false,
    rationale: 'Whoever reaches the port is root on this host.',
    remediation: 'Do not listen on TCP; use ssh://. Otherwise set tlsverify with an authority of your own.',
    command: '{"tlsverify": true, "tlscacert": "…", "tlscert": "…", "tlskey": "…"}',
    decide(_, daemon) {
      const addresses = settingsOf(daemon(), 'host').filter((host) => host.startsWith('tcp://'));
      if (addresses.length === 0) return notApplicable('the daemon does not listen on TCP');
      if (settingOf(daemon(), 'tlsverify') === 'true') return passed;
      const how = settingOf(daemon(), 'tls') === 'true' ? 'with TLS that asks no client for a certificate' : 'without TLS';
      return { items: addresses.map((subject) => ({ subject, message: `is listened on ${how}` })) };
    },
  },
  {
    id: '2.8',
    title: 'Containers have default limits on open files and processes',
    severity: 'low',
    isManual: true,
    rationale: 'Without limits one container can take what all others need.',
    remediation: 'Set default-ulimits that fit your containers.',
    command: '{"default-ulimits": {"nofile": {"Name": "nofile", "Soft": 1024, "Hard": 4096}}}',
    decide: (_, daemon) => failedIf(settingsOf(daemon(), 'default-ulimit').length === 0, 'no default limit is set'),
  },
  {
    id: '2.9',
    title: 'Root in a container is not root on the host',
    severity: 'medium',
    isManual: false,
    rationale: 'With user namespaces a process that escapes has no rights on the host.',
    remediation: 'Set userns-remap, or use rootless mode. Some features do not work with it; try it first.',
    command: '{"userns-remap": "default"}',
    decide: ({ isRootless, securityOptions }) => failedIf(!isRootless && !securityOptions.has('userns'), 'user namespaces are not used'),
  },
  {
    id: '2.10',
    title: 'The daemon’s control group is the default',
    severity: 'low',
    isManual: false,
    rationale: 'In another group the limits of that group hold, and perhaps none.',
    remediation: 'Remove cgroup-parent, unless the group it names has the limits you want.',
    decide(_, daemon) {
      const parent = settingOf(daemon(), 'cgroup-parent');
      return failedIf(parent !== undefined, `cgroup-parent is ${parent}`);
    },
  },
  {
    id: '2.11',
    title: 'The base size of devices is not changed',
    severity: 'low',
    isManual: false,
    rationale: 'A larger base size lets containers fill the disk.',
    remediation: 'Remove dm.basesize from storage-opts.',
    decide: (_, daemon) =>
      failedIf(
        settingsOf(daemon(), 'storage-opt').some((option) => option.includes('dm.basesize')),
        'dm.basesize is set',
      ),
  },
  {
    id: '2.12',
    title: 'An authorization plugin decides who may do what',
    severity: 'medium',
    isManual: false,
    rationale: 'Without one, everybody who reaches the socket may do everything.',
    remediation: 'Install an authorization plugin and name it in daemon.json.',
    command: '{"authorization-plugins": ["NAME"]}',
    decide(engine) {
      const plugins = infoField(engine, 'Plugins', 'Authorization');
      return failedIf(!Array.isArray(plugins) || plugins.length === 0, 'there is no authorization plugin');
    },
  },
  {
    id: '2.13',
    title: 'Logs leave the host',
    severity: 'low',
    isManual: false,
    rationale: 'Logs that are only on the host are gone with it, and can be changed by who took it over.',
    remediation: 'Use a log driver that sends them elsewhere, such as syslog, journald with forwarding, or fluentd.',
    command: '{"log-driver": "syslog", "log-opts": {"syslog-address": "tcp+tls://HOST:6514"}}',
    decide(engine) {
      const driver = textOf(infoField(engine, 'LoggingDriver'));
      return failedIf(['json-file', 'local', 'none', 'k8s-file', ''].includes(driver), `the log driver is ${driver || 'not set'}`);
    },
  },
  {
    id: '2.14',
    title: 'Processes in containers gain no privileges',
    severity: 'medium',
    isManual: false,
    rationale: 'With no-new-privileges, setuid programs and file capabilities give nothing.',
    remediation: 'Set it for the whole daemon, or for each container with --security-opt no-new-privileges.',
    command: '{"no-new-privileges": true}',
    decide: (_, daemon) => failedIf(settingOf(daemon(), 'no-new-privileges') !== 'true', 'no-new-privileges is not the default'),
  },
  {
    id: '2.15',
    title: 'Containers go on while the daemon restarts',
    severity: 'low',
    isManual: false,
    rationale: 'Otherwise an upgrade of Docker stops every container, so it is put off.',
    remediation: 'Switch live-restore on.',
    command: '{"live-restore": true}',
    decide(engine, _, { swarm }) {
      if ('value' in swarm && swarm.value !== undefined) return notApplicable('swarm mode cannot use it');
      return failedIf(infoField(engine, 'LiveRestoreEnabled') !== true, 'live-restore is off');
    },
  },
  {
    id: '2.16',
    title: 'The userland proxy is off',
    severity: 'low',
    isManual: false,
    rationale: 'It is one more process that listens for each published port, and the firewall can do its work.',
    remediation: 'Switch it off where the kernel can do hairpin NAT.',
    command: '{"userland-proxy": false}',
    decide: (_, daemon) => failedIf(settingOf(daemon(), 'userland-proxy') !== 'false', 'the userland proxy is on'),
  },
  {
    id: '2.17',
    title: 'A seccomp profile is the default for containers',
    severity: 'high',
    isManual: true,
    rationale: 'The profile keeps system calls away that no ordinary program needs and that exploits use.',
    remediation: 'Do not set seccomp-profile to unconfined; use a kernel with seccomp.',
    decide({ securityOptions }) {
      const profile = securityOptions.get('seccomp');
      if (profile === undefined) return failed('the engine does not use seccomp');
      return failedIf(profile.includes('unconfined'), 'the default profile is unconfined');
    },
  },
  {
    id: '2.18',
    title: 'Experimental features are off',
    severity: 'low',
    isManual: false,
    rationale: 'They may change or be insecure, and get no fixes.',
    remediation: 'Remove experimental from daemon.json.',
    decide: (engine) => failedIf(infoField(engine, 'ExperimentalBuild') === true, 'experimental features are on'),
  },
];

/** Podman has no daemon with settings; what it reports of itself is judged all the same. */
export const daemonRules: readonly AuditRule[] = rules.map(({ decide, command, ...rule }) => ({
  ...rule,
  ...(command === undefined ? {} : { command: command.startsWith('{') ? `in daemon.json: ${command}` : command }),
  judge: (facts): AuditOutcome => {
    const engine = valueOf(facts.engine);
    if (engine.title === 'Podman' && !judgedForPodman.has(rule.id)) return notApplicable('Podman has no daemon');
    return decide(engine, () => valueOf(facts.daemon), facts);
  },
}));

const judgedForPodman: ReadonlySet<string> = new Set(['2.1', '2.6', '2.9', '2.13', '2.17']);
