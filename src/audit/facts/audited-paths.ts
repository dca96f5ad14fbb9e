/** What the audit daemon is to watch, by the id of the check. */
export const auditedPaths: readonly { readonly id: string; readonly paths: readonly string[]; readonly what: string }[] = [
  { id: '1.1.3', paths: ['/usr/bin/dockerd', '/usr/sbin/dockerd'], what: 'the Docker daemon' },
  { id: '1.1.4', paths: ['/run/containerd'], what: 'containerd’s state' },
  { id: '1.1.5', paths: ['/var/lib/docker'], what: 'Docker’s data' },
  { id: '1.1.6', paths: ['/etc/docker'], what: 'Docker’s configuration folder' },
  { id: '1.1.7', paths: ['/lib/systemd/system/docker.service', '/etc/systemd/system/docker.service'], what: 'docker.service' },
  { id: '1.1.8', paths: ['/run/containerd/containerd.sock'], what: 'containerd’s socket' },
  { id: '1.1.9', paths: ['/run/docker.sock', '/lib/systemd/system/docker.socket'], what: 'Docker’s socket' },
  { id: '1.1.10', paths: ['/etc/default/docker'], what: '/etc/default/docker' },
  { id: '1.1.11', paths: ['/etc/docker/daemon.json'], what: 'daemon.json' },
  { id: '1.1.12', paths: ['/etc/containerd/config.toml'], what: 'containerd’s configuration' },
  { id: '1.1.13', paths: ['/etc/sysconfig/docker'], what: '/etc/sysconfig/docker' },
  { id: '1.1.14', paths: ['/usr/bin/containerd'], what: 'containerd' },
  { id: '1.1.15', paths: ['/usr/bin/containerd-shim'], what: 'containerd-shim' },
  { id: '1.1.16', paths: ['/usr/bin/containerd-shim-runc-v1'], what: 'containerd-shim-runc-v1' },
  { id: '1.1.17', paths: ['/usr/bin/containerd-shim-runc-v2'], what: 'containerd-shim-runc-v2' },
  { id: '1.1.18', paths: ['/usr/bin/runc', '/usr/sbin/runc'], what: 'runc' },
];
