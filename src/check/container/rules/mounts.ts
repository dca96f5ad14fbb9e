import { type Severity } from '../../../model/severity.ts';
import { exampleContainer, exampleService, type ContainerRule } from '../container.ts';
import { violationOf } from '../violation-of.ts';

const references = [
  'https://docs.docker.com/engine/security/#docker-daemon-attack-surface',
  'https://kubernetes.io/docs/concepts/storage/volumes/#hostpath',
];
const socket =
  /^(?:\/var)?\/run\/(?:docker\.sock|containerd\/containerd\.sock|crio\/crio\.sock|podman\/podman\.sock|user\/\d+\/(?:docker|podman\/podman)\.sock|cri-dockerd\.sock)$/;

/** With one slash between names and none at the end. */
function tidy(path: string): string {
  return path.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
}

export const engineSocket: ContainerRule = {
  id: 'engine-socket',
  kind: 'misconfiguration',
  title: 'The socket of the container engine is mounted',
  rationale:
    'Whoever can write to it can start a privileged container, and so is root on the host. Mounting it read-only protects its name, not its API.',
  remediation: 'Remove the mount. Use a proxy that lets through only what the service needs, or a rootless engine of its own.',
  severity: 'critical',
  references,
  aliases: ['CIS-5.32', 'KSV-0006'],
  examples: {
    bad: [
      exampleService('volumes:\n  - /var/run/docker.sock:/var/run/docker.sock:ro'),
      exampleService('volumes:\n  - type: bind\n    source: /run/docker.sock\n    target: /s'),
      exampleContainer('', 'volumes:\n  - name: sock\n    hostPath:\n      path: /var/run/docker.sock'),
    ],
    good: [
      exampleService('volumes:\n  - sockets:/var/run/docker.sock.d'),
      exampleContainer('', 'volumes:\n  - name: data\n    emptyDir: {}'),
    ],
  },
  *check(container) {
    for (const setting of container.mounts) {
      const path = tidy(setting.value.hostPath ?? '');
      if (!socket.test(path)) continue;
      const aliases = container.language === 'kubernetes' ? { aliases: ['KSV-0023'] } : {};
      yield violationOf(container, setting, `${path} is mounted`, { key: path, ...aliases });
    }
  },
};

const sensitive =
  /^\/(?:$|(?:bin|boot|dev|etc|lib|lib64|proc|root|sbin|sys|usr|run|var\/run|var\/lib\/(?:docker|kubelet|containerd|containers)|home)(?:\/|$))/;

export const hostMount: ContainerRule = {
  id: 'host-mount',
  kind: 'misconfiguration',
  title: 'A directory of the host is mounted',
  rationale: 'A container that can write to system directories of the host takes it over; one that can read them reads its keys.',
  remediation: 'Use a named volume, or mount only the file that the service needs, read-only.',
  severity: 'high',
  references,
  aliases: ['CIS-5.6', 'KSV-0023'],
  examples: {
    bad: [
      exampleService('volumes:\n  - /etc:/host/etc'),
      exampleService('volumes:\n  - /:/host:ro'),
      exampleContainer('', 'volumes:\n  - name: logs\n    hostPath:\n      path: /srv/logs'),
    ],
    good: [
      exampleService('volumes:\n  - data:/var/lib/app\n  - ./conf:/etc/app:ro'),
      exampleService('volumes:\n  - /etc/localtime:/etc/localtime:ro'),
      exampleContainer(''),
    ],
  },
  *check(container) {
    for (const setting of container.mounts) {
      const path = tidy(setting.value.hostPath ?? '');
      // The clock of the host is no secret.
      if (path === '' || socket.test(path) || /^\/etc\/(?:localtime|timezone)$/.test(path)) continue;
      const isSensitive = sensitive.test(path);
      if (!isSensitive && container.language === 'compose') continue;
      const severity: Severity = !isSensitive || (setting.value.isReadOnly && path !== '/') ? 'medium' : 'high';
      yield violationOf(container, setting, `${path} of the host is mounted${setting.value.isReadOnly ? ' read-only' : ''}`, {
        key: path,
        severity,
      });
    }
  },
};

export const sharedMount: ContainerRule = {
  id: 'shared-mount',
  kind: 'misconfiguration',
  title: 'Mounts in a container reach the host',
  rationale: 'With shared propagation a mount made in the container appears on the host.',
  remediation: 'Use propagation rprivate or rslave (HostToContainer).',
  severity: 'medium',
  references,
  aliases: ['CIS-5.20'],
  examples: {
    bad: [
      exampleService('volumes:\n  - /mnt:/mnt:rshared'),
      exampleService('volumes:\n  - type: bind\n    source: /mnt\n    target: /mnt\n    bind:\n      propagation: shared'),
    ],
    good: [exampleService('volumes:\n  - /mnt:/mnt:rslave')],
  },
  *check(container) {
    for (const setting of container.mounts)
      if (setting.value.isShared)
        yield violationOf(container, setting, 'mounts made in it reach the host', { key: setting.value.hostPath ?? '' });
  },
};

export const hostDevice: ContainerRule = {
  id: 'host-device',
  kind: 'misconfiguration',
  title: 'A device of the host is given to a container',
  rationale: 'A process with a disk or the memory of the host as a device reads and writes past every permission.',
  remediation: 'Remove the device, or give it read-only: /dev/x:/dev/x:r.',
  severity: 'medium',
  references: ['https://docs.docker.com/reference/compose-file/services/#devices'],
  aliases: ['CIS-5.18'],
  examples: {
    bad: [exampleService('devices:\n  - /dev/sda:/dev/sda'), exampleService('device_cgroup_rules:\n  - "a *:* rwm"')],
    good: [exampleService('volumes:\n  - data:/data'), exampleService('devices:\n  - /dev/dri:/dev/dri')],
  },
  *check(container) {
    for (const setting of container.devices) {
      // Graphics, sound, serial lines and the like are what devices are given for.
      if (
        /^\/dev\/(?:dri|snd|video|tty|ttyUSB|ttyACM|bus\/usb|net\/tun|nvidia|fuse|kfd|i2c|gpio|input|rtc|zwave|serial|accel)/.test(
          setting.value,
        )
      )
        continue;
      const severity: Severity = /^\/dev\/(?:sd|nvme|vd|xvd|mem|kmem|port|mapper|dm-)|^a |\*:\*/.test(setting.value) ? 'high' : 'medium';
      yield violationOf(container, setting, `has the device ${setting.value}`, { key: setting.value, severity });
    }
  },
};
