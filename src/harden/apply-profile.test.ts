import { describe, expect, it } from 'vitest';
import { composeOverride, dockerOption, nodePath, podPatch } from './apply-profile.ts';

const seccomp = { kind: 'seccomp', file: 'app.json', name: 'app', services: ['web', 'a: b'], kubeletRoot: '/var/lib/kubelet/' } as const;
const apparmor = { ...seccomp, kind: 'apparmor', file: 'app.profile' } as const;

describe('using a profile', () => {
  it('writes what Docker, Compose and Kubernetes take', () => {
    expect([dockerOption(seccomp), dockerOption(apparmor)]).toEqual(['--security-opt seccomp=app.json', '--security-opt apparmor=app']);
    expect(composeOverride(seccomp)).toBe('services:\n  "web":\n    security_opt:\n      - "seccomp:./app.json"\n  "a: b":\n    security_opt:\n      - "seccomp:./app.json"\n');
    expect(podPatch(seccomp)).toBe('spec:\n  securityContext:\n    seccompProfile:\n      type: Localhost\n      localhostProfile: "pratique/app.json"\n');
    expect(podPatch(apparmor)).toContain('appArmorProfile:\n      type: Localhost\n      localhostProfile: "app"');
    expect([nodePath(seccomp), nodePath(apparmor)]).toEqual(['/var/lib/kubelet/seccomp/pratique/app.json', '/etc/apparmor.d/app']);
  });
}); // prettier-ignore
