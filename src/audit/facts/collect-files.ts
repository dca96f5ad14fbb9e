import { auditedPaths } from './audited-paths.ts';
import { type Host } from '../host.ts';
import { type Known, learn, valueOf } from '../known.ts';
import { type DaemonSettings, settingOf, settingsOf } from './daemon-settings.ts';
import { type FileRole, type HostFile, type HostFiles } from './host-facts.ts';
import { findDockerGroupId } from './system-facts.ts';

/** The files that section 3 is about, wherever this host has them, and which of the paths of section 1 there are. */
export async function collectFiles(host: Host, daemon: Known<DaemonSettings>): Promise<HostFiles> {
  const byRole = new Map<FileRole, Known<readonly HostFile[]>>();
  for (const [role, find] of finders) byRole.set(role, await learn(async () => statusOf(host, await find(host, daemon))));
  return {
    byRole,
    existing: await learn(
      async () =>
        new Set(
          (
            await statusOf(
              host,
              auditedPaths.flatMap(({ paths }) => paths),
            )
          ).map(({ path }) => path),
        ),
    ),
    dockerGroupId: await learn(() => findDockerGroupId(host)),
  };
}

async function statusOf(host: Host, paths: readonly string[]): Promise<readonly HostFile[]> {
  const files: HostFile[] = [];
  for (const path of paths) {
    const status = await host.stat(path);
    if (status !== undefined) files.push({ path, status });
  }
  return files;
}

type Finder = (host: Host, daemon: Known<DaemonSettings>) => Promise<readonly string[]>;

const finders: ReadonlyMap<FileRole, Finder> = new Map<FileRole, Finder>([
  ['docker.service', (host) => findUnit(host, 'docker.service')],
  ['docker.socket unit', (host) => findUnit(host, 'docker.socket')],
  ['/etc/docker', fixed('/etc/docker')],
  ['registry certificates', findRegistryCertificates],
  ['TLS CA certificate', ofSetting('tlscacert')],
  ['server certificate', ofSetting('tlscert')],
  ['server key', ofSetting('tlskey')],
  ['Docker socket', findSocket],
  ['daemon.json', (_, daemon) => Promise.resolve([configPathOf(daemon)])],
  ['/etc/default/docker', fixed('/etc/default/docker')],
  ['/etc/sysconfig/docker', fixed('/etc/sysconfig/docker')],
  ['containerd socket', fixed('/run/containerd/containerd.sock')],
]);

function fixed(path: string): Finder {
  return () => Promise.resolve([path]);
}

/** systemd says where a unit comes from; without systemd the usual folders, in the order in which it looks. */
async function findUnit(host: Host, unit: string): Promise<readonly string[]> {
  const answer = await host.run(['systemctl', 'show', '-p', 'FragmentPath', unit]);
  const path = /^FragmentPath=(\/.+)$/m.exec(answer?.stdout ?? '')?.[1];
  if (path !== undefined) return [path];
  for (const folder of ['/etc/systemd/system', '/run/systemd/system', '/usr/lib/systemd/system', '/lib/systemd/system'])
    if ((await host.stat(`${folder}/${unit}`)) !== undefined) return [`${folder}/${unit}`];
  return [];
}

/** docs.docker.com, "Verify repository client with certificates": a folder for each registry. */
async function findRegistryCertificates(host: Host): Promise<readonly string[]> {
  const root = '/etc/docker/certs.d';
  const files: string[] = [];
  for (const registry of (await host.list(root)) ?? [])
    for (const name of (await host.list(`${root}/${registry}`)) ?? []) files.push(`${root}/${registry}/${name}`);
  return files;
}

function ofSetting(flag: string): Finder {
  return (_, daemon) => {
    const path = settingOf(valueOf(daemon), flag);
    return Promise.resolve(path === undefined ? [] : [path]);
  };
}

function findSocket(_: Host, daemon: Known<DaemonSettings>): Promise<readonly string[]> {
  const hosts = 'value' in daemon ? settingsOf(daemon.value, 'host') : [];
  const own = hosts.flatMap((each) => /^unix:\/\/(\/.+)$/.exec(each)?.[1] ?? []);
  return Promise.resolve(own.length > 0 ? own : ['/var/run/docker.sock']);
}

function configPathOf(daemon: Known<DaemonSettings>): string {
  return 'value' in daemon ? daemon.value.configPath : '/etc/docker/daemon.json';
}
