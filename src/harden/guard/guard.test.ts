import { describe, expect, it } from 'vitest';
import { decodeGuardPolicy } from './decode-guard-policy.ts';
import { describeRefusal } from './describe-refusal.ts';
import { defaultGuardPolicy } from './guard-policy.ts';
import { judgeSettings } from './judge-settings.ts';
import { readEngineRequest } from './read-engine-request.ts';
import { readHostConfig } from './read-engine-settings.ts';

const request = (uri: string, body?: object | string, method = 'POST'): ReturnType<typeof readEngineRequest> =>
  readEngineRequest({
    user: '',
    method,
    uri,
    headers: new Map(),
    ...(body === undefined ? {} : { body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) }),
  });

const plain = readHostConfig({});

describe('requests to the engine', () => {
  it.each([
    '/containers/create',
    '/v1.47/containers/create?name=x',
    '/v1.52//containers///create/',
    '/containers%2Fcreate',
    '/v1.41/images/../containers/create',
  ])('reads %s as making a container', (uri) => {
    expect(request(uri, { Image: 'lab/app:1', Labels: { a: 'b' } })).toEqual({ kind: 'create', image: 'lab/app:1', settings: plain, labels: new Map([['a', 'b']]) });
  }); // prettier-ignore

  it.each<[string, object | undefined, object]>([
    ['/containers/abc/start', undefined, { kind: 'start', container: 'abc' }],
    ['/v1.47/containers/abc/restart?t=1', undefined, { kind: 'start', container: 'abc' }],
    ['/containers/abc/exec', { Privileged: true }, { kind: 'exec', container: 'abc', isPrivileged: true }],
    ['/images/create?fromImage=lab%2Fapp&tag=1', undefined, { kind: 'pull', image: 'lab/app:1' }],
    ['/images/create?fromImage=lab/app&tag=sha256:aa', undefined, { kind: 'pull', image: 'lab/app@sha256:aa' }],
    ['/images/create?fromSrc=-', undefined, { kind: 'other' }],
    ['/plugins/pull?remote=x', undefined, { kind: 'plugin' }],
    ['/volumes/create', { Name: 'x', DriverOpts: { type: 'none', o: 'bind', device: '/etc' } }, { kind: 'volume', settings: { ...plain, mounts: [{ path: '/etc', isReadOnly: false }] } }],
    ['/services/create', { TaskTemplate: { ContainerSpec: { Image: 'x', CapabilityAdd: ['NET_ADMIN'] } } }, { kind: 'create', image: 'x', settings: { ...plain, addedCapabilities: ['NET_ADMIN'] }, labels: new Map() }],
    ['/containers/abc/stop', undefined, { kind: 'other' }],
  ])('reads POST %s', (uri, body, expected) => {
    expect(request(uri, body)).toEqual(expected);
  }); // prettier-ignore

  it('does not judge questions', () => {
    expect(request('/containers/create', { HostConfig: { Privileged: true } }, 'GET')).toEqual({ kind: 'other' });
  });

  it.each([
    ['no body', undefined, /could not be seen/],
    ['a body that is no JSON', '{', /is not JSON/],
    ['a name in another case, which dockerd reads as well', { HostConfig: { Privileged: true }, hostconfig: {} }, /hostconfig/],
    ['a name with a long s', { HostConfig: {}, 'HoſtConfig': { Privileged: true } }, /Config/],
    ['a name that is there twice', '{"HostConfig":{"Privileged":true},"HostConfig":{}}', /twice/],
  ])('holds a request with %s for unseen', (_name, body, why) => {
    expect(request('/containers/create', body)).toEqual({ kind: 'unseen', why: expect.stringMatching(why) as string });
  }); // prettier-ignore
});

describe('what containers ask of their host', () => {
  const { allow } = defaultGuardPolicy;
  const reasonsFor = (host: object, more: Partial<typeof allow> = {}): readonly string[] =>
    judgeSettings(readHostConfig(host as Readonly<Record<string, unknown>>), { ...allow, ...more });

  it.each<[object, readonly string[]]>([
    [{}, []],
    [{ Privileged: true }, ['it is privileged']],
    [{ Binds: ['/etc:/x', 'data:/y', '/srv:/z:rw,ro'] }, ['it mounts the host’s /etc for writing', 'it mounts the host’s /srv']],
    [{ Binds: ['/var/run/docker.sock:/s'] }, ['it mounts /var/run/docker.sock, with the socket of a container engine']],
    [{ Mounts: [{ Type: 'bind', Source: '/run', ReadOnly: true }] }, ['it mounts /run, with the socket of a container engine']],
    [{ Mounts: [{ Type: 'bind', Source: '/srv/../etc/' }] }, ['it mounts /srv/../etc/ (/etc), … ']],
    [{ Mounts: [{ Type: 'volume', VolumeOptions: { DriverConfig: { Options: { device: '/root', o: 'bind' } } } }] }, ['it mounts the host’s /root for writing']],
    [{ CapAdd: ['sys_admin', 'CAP_SYS_ADMIN', 'ALL'] }, ['it adds CAP_SYS_ADMIN, CAP_ALL']],
    [{ PidMode: 'host', NetworkMode: 'HOST', IpcMode: 'container:x' }, ['it uses the host’s network namespace', 'it uses the host’s pid namespace']],
    [{ SecurityOpt: ['seccomp=unconfined', 'apparmor:unconfined', 'label=disable', 'no-new-privileges'], MaskedPaths: [] }, ['seccomp is switched off', 'AppArmor is switched off', 'SELinux is switched off', 'masking of /proc is switched off']],
    [{ Devices: [{ PathOnHost: '/dev/sda' }], DeviceCgroupRules: ['c 1:3 rwm'] }, ['it gets the device /dev/sda', 'it gets the device cgroup rule c 1:3 rwm']],
  ])('refuses %j', (host, expected) => {
    const reasons = reasonsFor(host);
    if (expected[0]?.endsWith('… ') === true) expect(reasons).toEqual(['it mounts the host’s /srv/../etc/ (/etc) for writing']);
    else expect(reasons).toEqual(expected);
  }); // prettier-ignore

  it('gives what the policy allows, and nothing beside it', () => {
    const more = {
      hostPaths: ['/srv', '/etc/hostname:ro'],
      capabilities: ['CAP_NET_ADMIN'],
      hostNamespaces: ['network'] as const,
      engineSocket: false,
    };
    expect(reasonsFor({ Binds: ['/srv/a:/a', '/etc/hostname:/b:ro'], CapAdd: ['NET_ADMIN'], NetworkMode: 'host' }, more)).toEqual([]);
    expect(reasonsFor({ Binds: ['/srvx:/a', '/etc/hostname:/b'] }, more)).toEqual([
      'it mounts the host’s /srvx for writing',
      'it mounts the host’s /etc/hostname for writing',
    ]);
    expect(reasonsFor({ Binds: ['/run/docker.sock:/s'] }, { engineSocket: true })).toEqual([]);
    expect(reasonsFor({ Binds: ['/run:/s'] }, { hostPaths: ['/'] })).toEqual(['it mounts /run, with the socket of a container engine']);
  });

  it('follows links of the host', () => {
    const settings = readHostConfig({ Binds: ['/srv/link:/x'] });
    expect(judgeSettings(settings, { ...allow, hostPaths: ['/srv'] }, () => '/etc')).toEqual([
      'it mounts the host’s /srv/link (/etc) for writing',
    ]);
  });
});

describe('the section guard', () => {
  it('is read whole', () => {
    const text = 'guard:\n  images: [signed]\n  exempt: ["lab/*"]\n  max-age: 1h\n  on-error: allow\n  break-glass: {label: x, users: [ops]}\n  allow:\n    privileged: true\n    host-paths: ["/srv/", "/etc:ro"]\n    capabilities: [net_admin]\n    host-namespaces: [network]\n    devices: [/dev/dri]\n    unconfined: true\n    engine-socket: true\n    plugins: true\n';
    expect(decodeGuardPolicy(text, 'pratique.yaml')).toEqual({
      images: { requires: ['signed'], exempt: ['lab/*'], maxAgeMs: 3_600_000 },
      onError: 'allow',
      breakGlass: { label: 'x', users: ['ops'] },
      allow: { privileged: true, hostPaths: ['/srv', '/etc:ro'], capabilities: ['CAP_NET_ADMIN'], hostNamespaces: ['network'], devices: ['/dev/dri'], unconfined: true, engineSocket: true, plugins: true },
    });
  }); // prettier-ignore

  it.each([
    ['guard: {image: [scanned]}', /has no setting "image"/],
    ['guard: {images: [scaned]}', /images\[0\] is "scaned"/],
    ['guard: {allow: {host-paths: [srv]}}', /is no absolute path/],
    ['guard: {max-age: soon}', /is no duration/],
    ['guard: {on-error: ignore}', /on-error/],
  ])('refuses %s', (text, message) => {
    expect(() => decodeGuardPolicy(text, 'pratique.yaml')).toThrow(message);
  });

  it('refuses by default what reaches the host', () => {
    expect(decodeGuardPolicy('', 'pratique.yaml')).toBe(defaultGuardPolicy);
  });
});

describe('a refusal', () => {
  it('is one line of about 300 characters with the report at its end', () => {
    const line = describeRefusal(
      'lab/app:1',
      ['a\nb \u001b[31m', ...Array.from({ length: 40 }, (_, at) => `reason number ${at}`)],
      '/var/x.json',
    );
    expect(line).toMatch(/^lab\/app:1: a b .*; reason number 0; .*; … and \d+ more; report: \/var\/x\.json$/);
    expect(line.length).toBeLessThan(321);
    expect(line).not.toMatch(/[\u0000-\u001f]/);
  });
});
