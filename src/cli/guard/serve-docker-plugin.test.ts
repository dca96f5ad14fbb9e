import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readHostConfig } from '../../harden/guard/read-engine-settings.ts';
import { defaultGuardPolicy, type GuardPolicy } from '../../harden/guard/guard-policy.ts';
import { flagPolicy } from '../../policy/flag-policy.ts';
import { type GuardAnswer } from './guard-answer.ts';
import { serveDockerPlugin } from './serve-docker-plugin.ts';
import { type ImageVerdict } from './image-judge.ts';

let folder: string;
let server: Server | undefined;
let logged: (GuardAnswer & Readonly<Record<string, unknown>>)[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guard-'));
  logged = [];
});

afterEach(() => {
  server?.close();
  server?.closeAllConnections();
  rmSync(folder, { recursive: true });
});

const good: ImageVerdict = { isAllowed: true, reasons: [], isUnanswered: false };

async function serve(verdict: ImageVerdict | Error, policy: Partial<GuardPolicy> = {}, hostConfig: object = {}): Promise<string> {
  const socket = join(folder, 'p.sock');
  const settings = { guard: { ...defaultGuardPolicy, ...policy }, policy: flagPolicy({ ignoreUnfixed: false, exitCode: 1, allowIncomplete: false }), verify: undefined };
  const guard = {
    settings: () => Promise.resolve(settings),
    images: { judge: () => (verdict instanceof Error ? Promise.reject(verdict) : Promise.resolve(verdict)) },
    engine: {
      findImage: (name: string) => Promise.resolve(name === 'absent' ? undefined : { name, target: 'docker:sha256:a', key: 'sha256:a' }),
      findContainer: () => Promise.resolve({ imageId: 'sha256:a', image: 'lab/app:1', settings: readHostConfig(hostConfig as Readonly<Record<string, unknown>>), labels: new Map<string, string>() }),
    },
  };
  server = await serveDockerPlugin(socket, guard, (answer, asked) => logged.push({ ...answer, ...asked }));
  return socket;
} // prettier-ignore

function post(socket: string, path: string, body: object): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath: socket, path, method: 'POST' }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).on('end', () => resolve(JSON.parse(text))); // prettier-ignore
    });
    sent.on('error', reject).end(JSON.stringify(body));
  });
}

const create = (body: object | undefined, uri = '/v1.47/containers/create'): object => ({
  User: 'ann',
  RequestMethod: 'POST',
  RequestUri: uri,
  RequestHeaders: { 'Content-Type': 'application/json' },
  ...(body === undefined ? {} : { RequestBody: Buffer.from(JSON.stringify(body)).toString('base64') }),
});

describe('the authorization plugin of Docker', () => {
  it('says what it implements, on a socket for its user only', async () => {
    const socket = await serve(good);
    expect(await post(socket, '/Plugin.Activate', {})).toEqual({ Implements: ['authz'] });
    expect(statSync(socket).mode & 0o777).toBe(0o600);
  });

  it('lets a harmless container of a good image pass, and answers', async () => {
    const socket = await serve(good);
    expect(await post(socket, '/AuthZPlugin.AuthZReq', create({ Image: 'lab/app:1' }))).toEqual({ Allow: true, Msg: '', Err: '' });
    expect(await post(socket, '/AuthZPlugin.AuthZRes', create({ Image: 'lab/app:1' }))).toEqual({ Allow: true, Msg: '', Err: '' });
  });

  it('refuses a request whose body it was not given', async () => {
    const socket = await serve(good);
    expect(await post(socket, '/AuthZPlugin.AuthZReq', create(undefined))).toMatchObject({ Allow: false, Msg: expect.stringContaining('could not be seen') });
  });

  it('lets it pass where the policy is to allow on errors, and logs that', async () => {
    const socket = await serve(good, { onError: 'allow' });
    expect(await post(socket, '/AuthZPlugin.AuthZReq', create(undefined))).toMatchObject({ Allow: true });
    expect(logged[0]?.reasons).toEqual([expect.stringContaining('passed by on-error: allow')]);
  });

  it('refuses privileges, and logs who asked without the body', async () => {
    const socket = await serve(good);
    const answer = await post(socket, '/AuthZPlugin.AuthZReq', create({ Image: 'lab/app:1', Env: ['PASSWORD=x'], HostConfig: { Privileged: true } }));
    expect(answer).toEqual({ Allow: false, Msg: 'lab/app:1: it is privileged', Err: '' });
    expect(logged).toEqual([{ isAllowed: false, reasons: ['it is privileged'], subject: 'lab/app:1', user: 'ann', method: 'POST', uri: '/v1.47/containers/create' }]);
  });

  it('refuses an image with the reason and the report', async () => {
    const socket = await serve({ isAllowed: false, reasons: ['1 finding of severity critical: CVE-1 in a 1 (fixed in 2)'], isUnanswered: false, report: '/c/a.json' });
    expect(await post(socket, '/AuthZPlugin.AuthZReq', create({ Image: 'lab/app:1' }))).toMatchObject({
      Allow: false,
      Msg: 'lab/app:1: 1 finding of severity critical: CVE-1 in a 1 (fixed in 2); report: /c/a.json',
    });
  });

  it('leaves an image that the engine does not have to the engine, so that docker pulls it', async () => {
    const socket = await serve({ isAllowed: false, reasons: ['no'], isUnanswered: false });
    expect(await post(socket, '/AuthZPlugin.AuthZReq', create({ Image: 'absent' }))).toMatchObject({ Allow: true });
  });

  it('judges a container again when it is started', async () => {
    const socket = await serve(good, {}, { CapAdd: ['SYS_ADMIN'], CgroupnsMode: 'host' });
    expect(await post(socket, '/AuthZPlugin.AuthZReq', create(undefined, '/containers/abc/start'))).toMatchObject({ Allow: false, Msg: 'lab/app:1: it adds CAP_SYS_ADMIN' });
  });

  it('refuses when it cannot decide', async () => {
    const socket = await serve(new Error('the registry is down'));
    expect(await post(socket, '/AuthZPlugin.AuthZReq', create({ Image: 'lab/app:1' }))).toMatchObject({ Allow: false, Msg: expect.stringContaining('cannot decide: the registry is down') });
    expect(await post(socket, '/AuthZPlugin.AuthZReq', [])).toMatchObject({ Allow: false });
  });

  it('lets a container with the label of the policy pass, and logs it', async () => {
    const socket = await serve(good, { breakGlass: { label: 'glass', users: ['ann'] } });
    const body = { Image: 'lab/app:1', Labels: { glass: 'INC-1' }, HostConfig: { Privileged: true } };
    expect(await post(socket, '/AuthZPlugin.AuthZReq', create(body))).toMatchObject({ Allow: true });
    expect(logged[0]).toMatchObject({ isBreakGlass: true, reasons: ['glass=INC-1', 'it is privileged'] });
    expect(await post(socket, '/AuthZPlugin.AuthZReq', { ...create(body), User: 'bob' })).toMatchObject({ Allow: false });
  });

  it('takes over the socket of a guard that is gone, and no other file', async () => {
    await serve(good);
    await expect(serve(good)).rejects.toThrow('is used by another program');
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await expect(serveDockerPlugin(file, {} as never, () => undefined)).rejects.toThrow('is no socket');
  });
}); // prettier-ignore
