import { describe, expect, it } from 'vitest';
import { fakeHost, type FakeHost } from '../../test/support/fake-host.ts';
import { formatTar } from '../lib/tar/format-tar.ts';
import { type AuditResult } from '../model/audit-report.ts';
import { quietRuntime } from '../model/runtime.ts';
import { auditHost } from './audit-host.ts';
import { auditCommands, type Host, HostUnreadable, isAuditQuestion } from './host.ts';
import { auditRules } from './rules/audit-rules.ts';

/** A Docker host on which every check passes or does not apply. */
const info = {
  DockerRootDir: '/var/lib/docker',
  OperatingSystem: 'Debian 13',
  Driver: 'overlay2',
  LoggingDriver: 'syslog',
  LiveRestoreEnabled: true,
  ExperimentalBuild: false,
  Plugins: { Authorization: ['guard'] },
  RegistryConfig: { InsecureRegistryCIDRs: ['127.0.0.0/8', '::1/128'], IndexConfigs: { 'docker.io': { Secure: true } } },
  SecurityOptions: ['name=apparmor', 'name=selinux', 'name=seccomp,profile=builtin', 'name=userns', 'name=rootless'],
  Swarm: { LocalNodeState: 'inactive' },
  Containers: 1,
  ContainersRunning: 1,
};
const container = {
  Id: 'c1',
  Name: '/app',
  Image: 'sha256:i1',
  AppArmorProfile: 'docker-default',
  ProcessLabel: 'system_u:system_r:container_t:s0',
  State: { Running: true, Health: { Status: 'healthy' } },
  Config: { User: '1000:1000', Image: 'app:1', Labels: {} },
  Mounts: [] as readonly object[],
  NetworkSettings: { Ports: {}, Networks: { own: {} } },
  HostConfig: {
    ...{
      Privileged: false,
      CapAdd: null,
      NetworkMode: 'own',
      PidMode: '',
      IpcMode: 'private',
      UTSMode: '',
      UsernsMode: '',
      CgroupParent: '',
    },
    ...{
      Memory: 64,
      CpuShares: 0,
      NanoCpus: 5,
      CpuQuota: 0,
      ReadonlyRootfs: true,
      PidsLimit: 50,
      Devices: [],
      Ulimits: [{ Name: 'nofile' }],
    },
    SecurityOpt: ['no-new-privileges'],
    RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 5 },
  },
};
const image = { Id: 'sha256:i1', RepoTags: ['app:1'], Config: { Healthcheck: { Test: ['CMD', 'true'] } } };
const watched = ['/usr', '/run', '/var/lib/docker', '/etc', '/lib/systemd/system']
  .map((folder) => `-w ${folder} -p rwxa -k docker`)
  .join('\n');
const settings = {
  icc: false,
  'no-new-privileges': true,
  'userland-proxy': false,
  'default-ulimits': { nofile: { Name: 'nofile', Soft: 1, Hard: 2 } },
};
const ownTls = {
  tlsverify: true,
  tlscacert: '/tls/ca.pem',
  tlscert: '/tls/cert.pem',
  tlskey: '/tls/key.pem',
  hosts: ['tcp://0.0.0.0:2376'],
};

const good = {
  engine: {
    '/version': { Version: '29.1.0', Components: [{ Name: 'Engine' }] },
    '/info': info,
    '/containers/json?all=1': [
      { Id: 'c1', State: 'running' },
      { Id: 'c2', State: 'exited' },
    ] as readonly object[],
    '/containers/c1/json': container,
    '/containers/c1/top': { Titles: ['PID', 'CMD'], Processes: [['1', '/app --listen']] },
    '/images/json': [{ Id: 'sha256:i1' }],
    '/images/sha256:i1/json': image,
    '/images/sha256:i1/history': [{ CreatedBy: 'COPY /app /app' }, { CreatedBy: 'ADD file:aa in /' }],
    '/networks': [{ Name: 'bridge', Driver: 'bridge', Options: { 'com.docker.network.bridge.enable_icc': 'false' } }] as readonly object[],
  } as Record<string, unknown>,
  files: {
    '/proc/7/cmdline': 'dockerd\0-H\0fd://\0',
    '/etc/docker/daemon.json': JSON.stringify({ ...settings, ...ownTls }),
    '/proc/self/mountinfo': '1 2 8:1 / /var/lib/docker rw - ext4 /dev/sdb rw\n',
    '/etc/group': 'root:x:0:\ndocker:x:999:ann\n',
    '/proc/net/tcp': '  sl  local_address rem_address   st\n   0: 0100007F:0949 00000000:0000 0A 0\n',
    '/proc/sys/kernel/randomize_va_space': '2\n',
    '/var/log/audit/audit.log': 'type=EXECVE msg=audit(1:1): argc=4 a0="docker" a1="exec" a2="app" a3="ls"\n',
  } as Record<string, string>,
  folders: { '/proc': ['7', 'self'], '/etc/docker/certs.d': ['host:5000'], '/etc/docker/certs.d/host:5000': ['ca.crt'] } as Record<
    string,
    readonly string[]
  >,
  statuses: {
    '/proc/7': {},
    '/usr/lib/systemd/system/docker.service': {},
    '/usr/lib/systemd/system/docker.socket': {},
    '/etc/docker': { type: 'directory', mode: 0o755 },
    '/etc/docker/certs.d/host:5000/ca.crt': { mode: 0o444 },
    '/tls/ca.pem': { mode: 0o444 },
    '/tls/cert.pem': { mode: 0o444 },
    '/tls/key.pem': { mode: 0o400 },
    '/var/run/docker.sock': { type: 'socket', mode: 0o660, groupId: 999 },
    '/etc/docker/daemon.json': { mode: 0o644 },
    '/etc/default/docker': {},
    '/etc/sysconfig/docker': {},
    '/run/containerd/containerd.sock': { type: 'socket', mode: 0o660 },
    ...Object.fromEntries(
      [
        ...['/usr/bin/dockerd', '/run/containerd', '/var/lib/docker', '/lib/systemd/system/docker.service', '/run/docker.sock'],
        ...['/etc/containerd/config.toml', '/usr/bin/containerd', '/usr/bin/containerd-shim', '/usr/bin/runc'],
        ...['/usr/bin/containerd-shim-runc-v1', '/usr/bin/containerd-shim-runc-v2'],
      ].map((path) => [path, {}]),
    ),
  } as Record<string, object>,
  commands: { 'auditctl -l': watched } as Record<string, string>,
};
const swarm = {
  '/info': { ...info, Swarm: { LocalNodeState: 'active', ControlAvailable: true, Managers: 3 } },
  '/swarm': { Spec: { EncryptionConfig: { AutoLockManagers: true }, CAConfig: { NodeCertExpiry: 90 * 86_400e9 } }, TLSInfo: {} },
  '/services': [
    {
      Spec: {
        Name: 'web',
        TaskTemplate: {
          ContainerSpec: { Env: ['PASSWORD_FILE=/run/secrets/p', 'A=b'], Secrets: [{ SecretName: 'p', File: { Mode: 0o400 } }] },
        },
      },
    },
  ],
  '/secrets': [{ UpdatedAt: '2026-11-30T00:00:00Z', Spec: { Name: 'p' } }],
  '/configs': [{ Spec: { Name: 'c', Data: Buffer.from('password_file=/run/secrets/p').toString('base64') } }],
};

async function audit(host: FakeHost | Host, trustPolicy = 'pratique.yaml'): Promise<ReadonlyMap<string, AuditResult>> {
  const scope = { hasContainer: () => true, hasImage: () => true };
  const given = { trustedUsers: ['ann'], ...(trustPolicy === '' ? {} : { trustPolicy }) };
  const report = await auditHost('ask' in host ? host : fakeHost(host), { hasRule: () => true, scope, given }, quietRuntime());
  return new Map(report.results.map((result) => [result.id, result]));
}

type Changes = { readonly [Part in keyof typeof good]?: Readonly<Record<string, unknown>> };

function changed(changes: Changes): FakeHost {
  const parts = Object.entries(good).map(([part, answers]) => [part, { ...answers, ...changes[part as keyof typeof good] }]);
  return Object.fromEntries(parts) as FakeHost;
}

const withInfo = (more: object): Changes => ({ engine: { '/info': { ...info, ...more } } });
const withHost = (more: object): Changes => ({
  engine: { '/containers/c1/json': { ...container, HostConfig: { ...container.HostConfig, ...more } } },
});
const withContainer = (more: object): Changes => ({ engine: { '/containers/c1/json': { ...container, ...more } } });
const withSettings = (more: object): Changes => ({ files: { '/etc/docker/daemon.json': JSON.stringify({ ...settings, ...more }) } });
const withStatus = (path: string, more: object): Changes => ({ statuses: { [path]: { ...good.statuses[path], ...more } } });
const withHistory = (...created: readonly string[]): Changes => ({
  engine: { '/images/sha256:i1/history': created.map((CreatedBy) => ({ CreatedBy })) },
});
const withSwarm = (more: object = {}): Changes => ({ engine: { ...swarm, ...more } });
const withLog = (line: string): Changes => ({ files: { '/var/log/audit/audit.log': line } });

const owners: readonly (readonly [id: string, modeId: string, path: string])[] = [
  ['3.1', '3.2', '/usr/lib/systemd/system/docker.service'],
  ['3.3', '3.4', '/usr/lib/systemd/system/docker.socket'],
  ['3.5', '3.6', '/etc/docker'],
  ['3.7', '3.8', '/etc/docker/certs.d/host:5000/ca.crt'],
  ['3.9', '3.10', '/tls/ca.pem'],
  ['3.11', '3.12', '/tls/cert.pem'],
  ['3.13', '3.14', '/tls/key.pem'],
  ['3.15', '3.16', '/var/run/docker.sock'],
  ['3.17', '3.18', '/etc/docker/daemon.json'],
  ['3.19', '3.20', '/etc/default/docker'],
  ['3.22', '3.21', '/etc/sysconfig/docker'],
  ['3.23', '3.24', '/run/containerd/containerd.sock'],
];

/** For each check what makes it fail on the good host, and in whose words. */
const failures: readonly (readonly [id: string, changes: Changes, items: readonly string[]])[] = [
  ['1.1.1', { files: { '/proc/self/mountinfo': '1 2 8:1 / / rw - ext4 /dev/sda rw\n' } }, ['/var/lib/docker is not a mount point']],
  ['1.1.2', { files: { '/etc/group': 'docker:x:999:ann,bob\n' } }, ['bob is in the group docker and not a trusted user']],
  ...auditRules
    .filter(({ id }) => /^1\.1\.(?:[3-9]|1\d)$/.test(id))
    .map(({ id }): (typeof failures)[number] => [id, { commands: { 'auditctl -l': 'No rules' } }, [expect.stringContaining('is not watched by an audit rule') as string]]),
  ['1.2.1', { files: { '/proc/sys/kernel/randomize_va_space': '0\n' } }, ['kernel.randomize_va_space is 0, not 2']],
  ['1.2.2', { engine: { '/version': { Version: '20.10.24+dfsg1' } } }, [expect.stringContaining('since 2023-12') as string]],
  ['2.1', withInfo({ SecurityOptions: [] }), ['the engine runs as root']],
  ['2.2', { engine: { '/networks': [{ Name: 'bridge', Driver: 'bridge', Options: {} }] } }, ['bridge containers on it reach each other']],
  ['2.3', withSettings({ 'log-level': 'debug' }), ['the log level is debug']],
  ['2.4', { files: { '/proc/7/cmdline': 'dockerd\0--iptables=false\0' } }, ['iptables is switched off']],
  ['2.5', withInfo({ RegistryConfig: { InsecureRegistryCIDRs: ['10.0.0.0/8'], IndexConfigs: { 'r.test': { Secure: false } } } }), ['r.test is used without verification', '10.0.0.0/8 is used without verification']],
  ['2.6', withInfo({ Driver: 'aufs' }), ['the storage driver is aufs']],
  ['2.7', { files: { '/proc/7/cmdline': 'dockerd\0-H\0tcp://0.0.0.0:2375\0', '/etc/docker/daemon.json': '{}' } }, ['tcp://0.0.0.0:2375 is listened on without TLS']],
  ['2.8', withSettings({ 'default-ulimits': {} }), ['no default limit is set']],
  ['2.9', withInfo({ SecurityOptions: [] }), ['user namespaces are not used']],
  ['2.10', withSettings({ 'cgroup-parent': '/own' }), ['cgroup-parent is /own']],
  ['2.11', withSettings({ 'storage-opts': ['dm.basesize=20G'] }), ['dm.basesize is set']],
  ['2.12', withInfo({ Plugins: { Authorization: null } }), ['there is no authorization plugin']],
  ['2.13', withInfo({ LoggingDriver: 'json-file' }), ['the log driver is json-file']],
  ['2.14', withSettings({ 'no-new-privileges': false }), ['no-new-privileges is not the default']],
  ['2.15', withInfo({ LiveRestoreEnabled: false }), ['live-restore is off']],
  ['2.16', withSettings({ 'userland-proxy': true }), ['the userland proxy is on']],
  ['2.17', withInfo({ SecurityOptions: ['name=seccomp,profile=unconfined'] }), ['the default profile is unconfined']],
  ['2.18', withInfo({ ExperimentalBuild: true }), ['experimental features are on']],
  ...owners.flatMap(([owner, mode, path]): (typeof failures)[number][] => [
    [owner, withStatus(path, { userId: 1000 }), [`${path} belongs to user 1000`]],
    [mode, withStatus(path, { mode: 0o777 }), [`${path} has mode 777`]],
  ]),
  ['4.1', withContainer({ Config: { ...container.Config, User: '' } }), ['app runs as root (user not set)']],
  ['4.6', { engine: { '/images/sha256:i1/json': { ...image, Config: { Healthcheck: { Test: ['NONE'] } } } } }, ['app:1 has no health check']],
  ['4.7', withHistory('RUN apt-get update', 'RUN apt-get install -y curl'), ['app:1 updates package lists without installing from them']],
  ['4.9', withHistory('ADD https://x.test/y /y'), ['app:1 has ADD in its history']],
  ['5.1', withSwarm({ '/services': [] }), ['the host is in a swarm without services']],
  ['5.2', withContainer({ AppArmorProfile: 'unconfined' }), ['app has no AppArmor profile']],
  ['5.3', withHost({ SecurityOpt: ['label=disable'] }), ['app has SELinux switched off']],
  ['5.4', withHost({ CapAdd: ['cap_sys_admin', 'NET_RAW'] }), ['app has NET_RAW, SYS_ADMIN added']],
  ['5.5', withHost({ Privileged: true }), ['app is privileged']],
  ['5.6', withContainer({ Mounts: [{ Source: '/etc/ssh', RW: true }, { Source: '/usr', RW: false }, { Source: '/usr/local/x', RW: true }] }), ['app can write in /etc/ssh of the host']],
  ['5.7', { engine: { '/containers/c1/top': { Titles: ['CMD'], Processes: [['/usr/sbin/sshd -D']] } } }, ['app runs sshd']],
  ['5.8', withContainer({ NetworkSettings: { ...container.NetworkSettings, Ports: { '80/tcp': [{ HostIp: '10.0.0.1', HostPort: '80' }], '90/tcp': null } } }), ['app publishes 80/tcp as 80']],
  ['5.9', withContainer({ NetworkSettings: { ...container.NetworkSettings, Ports: { '80/tcp': [{ HostIp: '10.0.0.1', HostPort: '8080' }] } } }), ['app publishes 80/tcp']],
  ['5.10', withHost({ NetworkMode: 'host' }), ['app shares the host’s network namespace']],
  ['5.11', withHost({ Memory: 0 }), ['app has no memory limit']],
  ['5.12', withHost({ NanoCpus: 0 }), ['app has no limit or share']],
  ['5.13', withHost({ ReadonlyRootfs: false }), ['app can write its root file system']],
  ['5.14', withContainer({ NetworkSettings: { ...container.NetworkSettings, Ports: { '80/tcp': [{ HostIp: '::', HostPort: '8080' }] } } }), ['app publishes 80/tcp on :::8080']],
  ['5.15', withHost({ RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } }), ['app restarts always']],
  ['5.16', withHost({ PidMode: 'host' }), ['app shares the host’s process namespace']],
  ['5.17', withHost({ IpcMode: 'host' }), ['app shares the host’s IPC namespace']],
  ['5.18', withHost({ Devices: [{ PathOnHost: '/dev/sda' }] }), ['app has /dev/sda']],
  ['5.19', withHost({ Ulimits: null }), ['app has no limit of its own']],
  ['5.20', withContainer({ Mounts: [{ Source: '/srv', Destination: '/srv', Propagation: 'rshared' }] }), ['app shares its mounts below /srv']],
  ['5.21', withHost({ UTSMode: 'host' }), ['app shares the host’s UTS namespace']],
  ['5.22', withHost({ SecurityOpt: ['seccomp=unconfined'] }), ['app runs without a seccomp profile']],
  ['5.23', withLog('type=EXECVE msg=audit(1:1): argc=5 a0="docker" a1="exec" a2="--privileged" a3="app" a4="sh"\n'), ['was run: docker exec --privileged app sh']],
  ['5.24', withLog('type=EXECVE msg=audit(1:1): argc=6 a0="/usr/bin/docker" a1="exec" a2="-u" a3="root" a4="app" a5=7368202D63\n'), ['was run: /usr/bin/docker exec -u root app sh -c']],
  ['5.25', withHost({ CgroupParent: '/own' }), ['app is in /own']],
  ['5.26', withHost({ SecurityOpt: ['no-new-privileges:false'] }), ['app can gain privileges']],
  ['5.27', withContainer({ State: { Running: true } }), ['app has no health check']],
  ['5.28', withContainer({ Image: 'sha256:old' }), ['app runs an older image than app:1 is here now']],
  ['5.29', withHost({ PidsLimit: null }), ['app has no limit of processes']],
  ['5.30', withContainer({ NetworkSettings: { Ports: {}, Networks: { bridge: {} } } }), ['app is on the default bridge']],
  ['5.31', withHost({ UsernsMode: 'host' }), ['app shares the host’s user namespace']],
  ['5.32', withContainer({ Mounts: [{ Source: '/var/run', RW: false }, { Source: '/x/docker.sock' }] }), ['app has /var/run', 'app has /x/docker.sock']],
  ['6.1', withContainer({ Image: 'sha256:gone' }), ['1 images, of which running containers use 0']],
  ['6.2', withInfo({ Containers: 27 }), ['26 containers are stopped']],
  ['7.1', withSwarm({ '/info': { ...info, Swarm: { LocalNodeState: 'active', ControlAvailable: true, Managers: 2 } } }), ['there are 2 managers']],
  ['7.2', { engine: swarm, files: { '/proc/net/tcp': '   0: 00000000:0949 00000000:0000 0A 0\n' } }, ['port 2377 is open on every address']],
  ['7.3', withSwarm({ '/networks': [{ Name: 'back', Driver: 'overlay', Options: {} }, { Name: 'safe', Driver: 'overlay', Options: { encrypted: '' } }] }), ['back is not encrypted']],
  ['7.4', withSwarm({ '/services': [{ Spec: { Name: 'web', TaskTemplate: { ContainerSpec: { Env: ['DB_PASSWORD=x'] } } } }], '/secrets': [] }), ['web has DB_PASSWORD as variables']],
  ['7.4', withSwarm({ '/services': [{ Spec: { Name: 'web', TaskTemplate: { ContainerSpec: { Secrets: [{ SecretName: 'p', File: { Mode: 0o444 } }] } } } }] }), ['web lets every user of its containers read the secret p (mode 0444)']],
  ['7.4', withSwarm({ '/services': [], '/secrets': [{ UpdatedAt: '2020-01-01T00:00:00Z', Spec: { Name: 'old' } }] }), ['old is a secret that no service uses', expect.stringMatching(/^old is a secret that was last changed \d+ days ago$/) as string]],
  ['7.4', withSwarm({ '/configs': [{ Spec: { Name: 'c', Data: Buffer.from('db_password=Tq9vL2mx').toString('base64') } }] }), ['c is a config that holds a secret: configs are not encrypted']],
  ['7.5', withSwarm({ '/swarm': { Spec: {} } }), ['auto-lock is off']],
  ['7.7', withSwarm({ '/swarm': { Spec: { CAConfig: { NodeCertExpiry: 365 * 86_400e9 } } } }), ['they are valid for 365 days']],
]; // prettier-ignore

/** Checks that only a scan of images or a person can decide; they never pass. */
const undecidable = ['4.2', '4.3', '4.4', '4.8', '4.10', '4.11', '4.12'];
const undecidableInSwarm = ['7.6', '7.8', '7.9'];

describe('an audit', () => {
  it('passes what is good', async () => {
    const results = [...(await audit(good)).values()];
    expect(results.map(({ id }) => id)).toHaveLength(117);
    expect(results.filter(({ verdict }) => verdict === 'fail').map(({ id, items }) => [id, items])).toEqual([]);
    expect(results.filter(({ verdict }) => verdict === 'unknown').map(({ id }) => id)).toEqual(undecidable);
  });

  it('fails every check on a host that is wrong in it', () => {
    const failing = new Set(failures.map(([id]) => id));
    const never = ['4.5', ...undecidable, ...undecidableInSwarm];
    expect(auditRules.map(({ id }) => id).filter((id) => !failing.has(id) && !never.includes(id))).toEqual([]);
  });

  it.each(failures)('%s fails', async (id, changes, items) => {
    const result = (await audit(changed(changes))).get(id);
    expect(result?.items.map(({ subject, message }) => (subject === undefined ? message : `${subject} ${message}`))).toEqual(items);
    expect(result?.verdict).toBe('fail');
  });

  it('passes swarm checks in a swarm, and leaves three to a person', async () => {
    const results = await audit(changed(withSwarm()));
    const ofSwarm = [...results.values()].filter(({ sectionId }) => sectionId === '7');
    expect(Object.fromEntries(ofSwarm.map(({ id, verdict }) => [id, verdict]))).toEqual(
      Object.fromEntries(ofSwarm.map(({ id }) => [id, undecidableInSwarm.includes(id) ? 'unknown' : 'pass'])),
    );
  });

  it('says that nothing verifies signatures, and does not advise what breaks pulls', async () => {
    const { items, remediation } = (await audit(changed({ files: { '/etc/environment': 'DOCKER_CONTENT_TRUST=1\n' } }), '')).get('4.5')!;
    expect(items).toEqual([{ subject: '/etc/environment', message: expect.stringContaining('from 2026-12-08 pulls from Docker Hub fail') as string }]);
    expect(remediation).toContain('Do not switch on DOCKER_CONTENT_TRUST');
  }); // prettier-ignore

  it.each([
    ['', 'fail'],
    ['root', 'fail'],
    ['0', 'fail'],
    ['0:0', 'fail'],
    ['root:root', 'fail'],
    ['0:1000', 'fail'],
    ['00', 'fail'],
    ['zero', 'fail'],
    ['1000', 'pass'],
    ['1000:0', 'pass'],
    ['nobody', 'pass'],
    ['app:app', 'pass'],
    ['stranger', 'unknown'],
  ])('knows user %j by its number: %s', async (user, verdict) => {
    const passwd = Buffer.concat([
      ...formatTar([{ name: 'passwd', bytes: Buffer.from('root:x:0:0::/:\nzero:x:0:0::/:\napp:x:10:10::/:\n') }]),
    ]);
    const engine = {
      '/containers/c1/json': { ...container, Config: { ...container.Config, User: user } },
      '/containers/c1/archive?path=%2Fetc%2Fpasswd': passwd,
    };
    expect((await audit(changed({ engine }))).get('4.1')?.verdict).toBe(verdict);
  });

  it('judges Podman by what is left of capabilities, and names it', async () => {
    const podman = { Version: '4.3.1', Components: [{ Name: 'Podman Engine' }] };
    const dropped = { ...container, Name: 'dropped', EffectiveCaps: null, HostConfig: { ...container.HostConfig, CapAdd: [] } };
    const results = await audit(changed({ engine: { '/version': podman, '/containers/c1/json': dropped } }));
    expect(results.get('5.4')).toMatchObject({ verdict: 'pass', note: 'capabilities: dropped has none' });
    expect(results.get('2.16')).toMatchObject({ verdict: 'not-applicable', note: 'Podman has no daemon' });
  });

  it('passes nothing that the engine does not report', async () => {
    const bare = await audit(changed({ engine: { '/info': { SecurityOptions: ['apparmor', 'selinux'] }, '/containers/c1/json': { Id: 'c1', Name: '/app' } } }));
    const passed = [...bare.values()].filter(({ verdict, sectionId }) => verdict === 'pass' && sectionId === '5').map(({ id }) => id);
    // Those are about processes and the audit log, or compare with what is not there.
    expect(passed).toEqual(['5.7', '5.23', '5.24', '5.28']);
    expect(bare.get('5.5')?.unread).toEqual(['app: the engine does not report HostConfig.Privileged']);
  }); // prettier-ignore

  it('passes nothing where nothing can be read, and asks only what it may', async () => {
    const refuse = (): Promise<never> => Promise.reject(new HostUnreadable('no'));
    const results = await audit({ name: 'x', address: 'x', readFile: refuse, list: refuse, stat: refuse, run: refuse, ask: refuse }, '');
    expect([...new Set([...results.values()].map(({ verdict }) => verdict))]).toEqual(['unknown']);
    const asked: string[] = [];
    const run: string[] = [];
    const host = fakeHost(changed(withSwarm()));
    await audit({
      ...host,
      ask: (path) => (asked.push(path), host.ask(path)),
      run: (argv) => (run.push(argv.join(' ')), host.run(argv)),
    });
    expect(asked.filter((path) => !isAuditQuestion(path))).toEqual([]);
    expect(run.filter((line) => !auditCommands.some((argv) => argv.join(' ') === line))).toEqual([]);
    expect(['/containers/x/exec', '/containers/x/kill', '/images/json?all=1', '/auth'].filter(isAuditQuestion)).toEqual([]);
  });
});
