import { type AuditRule } from '../audit-rule.ts';
import { said, saidList, saidObjects, type ContainerFacts } from '../facts/container-facts.ts';
import { settingOf } from '../facts/daemon-settings.ts';
import { type HostFacts } from '../facts/host-facts.ts';
import { valueOf } from '../known.ts';
import { containerRule } from './container-rule.ts';
import { textOf } from '../facts/text-of.ts';

/** What a container may do that others may not. */
export const containerPrivileges: readonly AuditRule[] = [
  containerRule({
    id: '5.2',
    title: 'Containers have an AppArmor profile',
    severity: 'medium',
    rationale: 'The profile keeps a process from files and kernel interfaces that it has no need for, whatever its rights.',
    remediation: 'Remove --security-opt apparmor=unconfined, or name a profile of your own.',
    applies: ({ engine }) => (valueOf(engine).securityOptions.has('apparmor') ? undefined : 'the host does not use AppArmor'),
    faults(container) {
      const profile = textOf(said(container, 'AppArmorProfile'));
      return profile === '' || profile === 'unconfined' ? 'has no AppArmor profile' : undefined;
    },
  }),
  containerRule({
    id: '5.3',
    title: 'Containers have an SELinux label',
    severity: 'medium',
    rationale: 'The label keeps a process that escapes from the files of the host and of other containers.',
    remediation: 'Remove --security-opt label=disable, and switch selinux-enabled on.',
    applies: ({ engine }) => (valueOf(engine).securityOptions.has('selinux') ? undefined : 'the host does not use SELinux'),
    faults(container) {
      const options = saidList(container, 'HostConfig.SecurityOpt');
      if (options.some((option) => /^label[=:]disable$/.test(option))) return 'has SELinux switched off';
      return said(container, 'ProcessLabel') === '' ? 'has no SELinux label' : undefined;
    },
  }),
  containerRule({
    id: '5.4',
    title: 'Containers have no added capabilities',
    severity: 'high',
    rationale: 'Capabilities are parts of root’s power; some, such as SYS_ADMIN, are nearly all of it.',
    remediation: 'Drop all and add only what the program needs.',
    command: 'docker run --cap-drop ALL --cap-add NET_BIND_SERVICE …',
    faults(container) {
      const added = saidList(container, 'HostConfig.CapAdd').map(capabilityName);
      return added.length === 0 ? undefined : `has ${added.sort().join(', ')} added`;
    },
    describe: describeCapabilities,
  }),
  containerRule({
    id: '5.5',
    title: 'No container is privileged',
    severity: 'critical',
    rationale: 'A privileged container has every capability and every device: it is root on the host.',
    remediation: 'Give it the one capability or device it needs instead.',
    faults: (container) => (said(container, 'HostConfig.Privileged') === true ? 'is privileged' : undefined),
  }),
  containerRule({
    id: '5.6',
    title: 'No folder of the system is mounted to be written',
    severity: 'high',
    rationale: 'Who can write in /etc, /usr or / of the host can become root there.',
    remediation: 'Mount only the folder that is needed, with :ro.',
    faults: (container) =>
      saidObjects(container, 'Mounts')
        .filter(({ RW, Source }) => RW !== false && typeof Source === 'string' && isSensitive(Source))
        .map(({ Source }) => `can write in ${String(Source)} of the host`),
  }),
  containerRule({
    id: '5.18',
    title: 'Containers have no devices of the host',
    severity: 'medium',
    isManual: true,
    rationale: 'A disk or a memory device gives all that is on it.',
    remediation: 'Remove --device, or add only r where writing is not needed.',
    faults(container) {
      const devices = saidObjects(container, 'HostConfig.Devices').map(({ PathOnHost }) => String(PathOnHost));
      return devices.length === 0 ? undefined : `has ${devices.join(', ')}`;
    },
  }),
  containerRule({
    id: '5.20',
    title: 'Mounts are not shared back to the host',
    severity: 'medium',
    rationale: 'With shared propagation, what a container mounts appears on the host.',
    remediation: 'Use private propagation, which is the default, or rslave.',
    faults: (container) =>
      saidObjects(container, 'Mounts')
        .filter(({ Propagation }) => Propagation === 'shared' || Propagation === 'rshared')
        .map(({ Destination }) => `shares its mounts below ${String(Destination)}`),
  }),
  containerRule({
    id: '5.22',
    title: 'The seccomp profile is not switched off',
    severity: 'high',
    rationale: 'The profile keeps system calls away that no ordinary program needs and that exploits use.',
    remediation: 'Remove --security-opt seccomp=unconfined, or use a profile with what the program needs.',
    faults: (container) =>
      saidList(container, 'HostConfig.SecurityOpt').some((option) => /^seccomp[=:]unconfined$/.test(option))
        ? 'runs without a seccomp profile'
        : undefined,
  }),
  containerRule({
    id: '5.26',
    title: 'Processes cannot gain privileges',
    severity: 'medium',
    rationale: 'With no-new-privileges, setuid programs and file capabilities give nothing.',
    remediation: 'Start it with the option, or make it the daemon’s default (2.14).',
    command: 'docker run --security-opt no-new-privileges …',
    faults: (container, facts) => (gainsNothing(container, facts) ? undefined : 'can gain privileges'),
  }),
  containerRule({
    id: '5.32',
    title: 'No container has the engine’s socket',
    severity: 'critical',
    rationale: 'With the socket a container can start another one that is root on the host; read-only makes no difference.',
    remediation: 'Remove the mount; put a proxy with an allow list before it where a tool needs to ask.',
    faults: (container) =>
      saidObjects(container, 'Mounts')
        .filter(({ Source }) => typeof Source === 'string' && reachesSocket(Source))
        .map(({ Source }) => `has ${String(Source)}`),
  }),
];

/** What is left counts, not the words of an option: Podman writes "drop all" as a list, and says what is left. */
function describeCapabilities(containers: readonly ContainerFacts[]): string | undefined {
  const told = containers.flatMap(({ name, description }) => {
    if (!Object.hasOwn(description, 'EffectiveCaps')) return [];
    const left = description['EffectiveCaps'];
    const names = Array.isArray(left) ? left.map((each) => capabilityName(String(each))) : [];
    return [`${name} has ${names.length === 0 ? 'none' : names.join(', ')}`];
  });
  return told.length === 0 ? undefined : `capabilities: ${told.join('; ')}`;
}

/** `CAP_SYS_ADMIN`, `sys_admin` and `SYS_ADMIN` are one. */
export function capabilityName(text: string): string {
  return text.toUpperCase().replace(/^CAP_/, '');
}

const sensitiveFolders = ['/boot', '/dev', '/etc', '/lib', '/lib64', '/proc', '/sys', '/usr', '/bin', '/sbin', '/root', '/var/lib/docker'];
/** What Docker itself mounts, or what is harmless below those. */
const harmless = /^\/(?:usr\/local\/|dev\/(?:shm|null|zero|full|random|urandom|tty)$|var\/lib\/docker\/(?:volumes|containers)\/)/;

function isSensitive(path: string): boolean {
  if (path === '/') return true;
  return !harmless.test(path) && sensitiveFolders.some((folder) => path === folder || path.startsWith(`${folder}/`));
}

const sockets = ['/run/docker.sock', '/run/podman/podman.sock', '/run/containerd/containerd.sock', '/run/crio/crio.sock'];

/** The socket itself, wherever it is, or a folder that has it. */
function reachesSocket(path: string): boolean {
  const real = path.replace(/^\/var\/run(?=\/|$)/, '/run').replace(/(?<=.)\/+$/, '');
  return /\/(?:docker|podman|containerd|crio)\.sock$/.test(real) || sockets.some((socket) => socket.startsWith(`${real}/`)) || real === '/';
}

/** `no-new-privileges:false` is a way to switch the daemon’s default off. */
function gainsNothing(container: ContainerFacts, { daemon, engine }: HostFacts): boolean {
  const own = saidList(container, 'HostConfig.SecurityOpt').filter((option) => option.startsWith('no-new-privileges'));
  if (own.length > 0) return !/[=:]false$/.test(own.at(-1) ?? '');
  if (valueOf(engine).title === 'Podman') return false;
  return settingOf(valueOf(daemon), 'no-new-privileges') === 'true';
}
