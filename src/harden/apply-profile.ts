/** A profile to be used, and where. */
export interface AppliedProfile {
  readonly kind: 'seccomp' | 'apparmor';
  /** As the user named the file. */
  readonly file: string;
  /** Of the profile: its file on the nodes, or what the kernel calls it. */
  readonly name: string;
  readonly services: readonly string[];
  readonly kubeletRoot: string;
}

/** The option of `docker run`, `podman run` and `nerdctl run`. */
export function dockerOption({ kind, file, name }: AppliedProfile): string {
  return `--security-opt ${kind === 'seccomp' ? `seccomp=${file}` : `apparmor=${name}`}`;
}

/** An override file: Compose reads the path from the folder of its first file. */
export function composeOverride({ kind, file, name, services }: AppliedProfile): string {
  const value = JSON.stringify(kind === 'seccomp' ? `seccomp:${/^[./]/.test(file) ? file : `./${file}`}` : `apparmor:${name}`);
  return [
    'services:',
    ...services.flatMap((service) => [`  ${JSON.stringify(service)}:`, '    security_opt:', `      - ${value}`]),
    '',
  ].join('\n');
}

/** Merged into a pod, or into the template of what makes pods. `localhostProfile` counts from the kubelet's folder seccomp. */
export function podPatch({ kind, name }: AppliedProfile): string {
  const profile = kind === 'seccomp' ? ['seccompProfile', `pratique/${name}.json`] : ['appArmorProfile', name];
  return [
    'spec:',
    '  securityContext:',
    `    ${profile[0]!}:`,
    '      type: Localhost',
    `      localhostProfile: ${JSON.stringify(profile[1]!)}`,
    '',
  ].join('\n');
}

/** Where the file must be on every node. */
export function nodePath({ kind, name, kubeletRoot }: AppliedProfile): string {
  return kind === 'seccomp' ? `${kubeletRoot.replace(/\/+$/, '')}/seccomp/pratique/${name}.json` : `/etc/apparmor.d/${name}`;
}
