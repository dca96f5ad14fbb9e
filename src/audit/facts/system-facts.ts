import { type Host, HostUnreadable } from '../host.ts';

async function readText(host: Host, path: string): Promise<string> {
  const bytes = await host.readFile(path);
  if (bytes === undefined) throw new HostUnreadable(`there is no ${path}`);
  return Buffer.from(bytes).toString('utf8');
}

/** proc(5), mountinfo: the fifth field. */
export async function collectMountPoints(host: Host): Promise<ReadonlySet<string>> {
  const text = await readText(host, '/proc/self/mountinfo');
  const escaped = text.split('\n').map((line) => line.split(' ')[4] ?? '');
  return new Set(escaped.map((path) => path.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCodePoint(parseInt(octal, 8)))));
}

/** group(5); none where there is no such group. */
export async function collectDockerGroup(host: Host): Promise<readonly string[]> {
  const line = (await readText(host, '/etc/group')).split('\n').find((each) => each.startsWith('docker:'));
  return (line?.split(':')[3] ?? '').split(',').filter((name) => name !== '');
}

/** The group's number. */
export async function findDockerGroupId(host: Host): Promise<number | undefined> {
  const line = (await readText(host, '/etc/group')).split('\n').find((each) => each.startsWith('docker:'));
  return line === undefined ? undefined : Number(line.split(':')[2]);
}

/** Where something listens on port 2377, which swarm managers use; proc(5), net/tcp: state 0A. */
export async function collectSwarmListeners(host: Host): Promise<readonly string[]> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((path) => host.readFile(path)));
  if (tables.every((each) => each === undefined)) throw new HostUnreadable('there is no /proc/net/tcp');
  return tables.flatMap((bytes) =>
    Buffer.from(bytes ?? [])
      .toString('utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, local = '', , state]) => state === '0A' && local.endsWith(':0949'))
      .map(([, local = '']) => local.slice(0, -5)),
  );
}

/** What a hardened host has: sysctl(8). */
export const hardenedSettings: ReadonlyMap<string, readonly string[]> = new Map([
  ['kernel.randomize_va_space', ['2']],
  ['kernel.kptr_restrict', ['1', '2']],
  ['kernel.dmesg_restrict', ['1']],
  ['kernel.unprivileged_bpf_disabled', ['1', '2']],
  ['kernel.yama.ptrace_scope', ['1', '2', '3']],
  ['fs.protected_symlinks', ['1']],
  ['fs.protected_hardlinks', ['1']],
  ['fs.suid_dumpable', ['0', '2']],
]);

export async function collectKernelSettings(host: Host): Promise<ReadonlyMap<string, string>> {
  const settings = new Map<string, string>();
  for (const name of hardenedSettings.keys()) {
    const bytes = await host.readFile(`/proc/sys/${name.replaceAll('.', '/')}`);
    if (bytes !== undefined) settings.set(name, Buffer.from(bytes).toString('utf8').trim());
  }
  if (settings.size === 0) throw new HostUnreadable('there is no /proc/sys');
  return settings;
}

/** environment(5). */
export async function collectContentTrust(host: Host): Promise<boolean> {
  const bytes = await host.readFile('/etc/environment');
  return /^\s*(?:export\s+)?DOCKER_CONTENT_TRUST=["']?(?:1|true)["']?\s*$/m.test(Buffer.from(bytes ?? []).toString('utf8'));
}
