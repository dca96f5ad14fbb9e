import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { defaultGuardPolicy, type GuardPolicy } from '../../harden/guard/guard-policy.ts';
import { flagPolicy } from '../../policy/flag-policy.ts';
import { type ImageVerdict } from './image-judge.ts';
import { admissionListener } from './serve-admission.ts';

let server: Server | undefined;
let asked: string[] = [];

afterEach(() => {
  server?.close();
  server?.closeAllConnections();
  asked = [];
});

/** `lab/signed` is good, everything else is not signed. */
function judge({ name }: { readonly name: string }): Promise<ImageVerdict> {
  asked.push(name);
  return Promise.resolve(
    name.includes('/signed')
      ? { isAllowed: true, reasons: [], isUnanswered: false, digest: `sha256:${'a'.repeat(64)}` }
      : { isAllowed: false, reasons: ['not signed as required: no signature (SIGNATURE_MISSING)'], isUnanswered: false },
  );
}

async function ask(body: unknown, path = '/validate', policy: Partial<GuardPolicy> = {}): Promise<{ readonly status: number; readonly value: { readonly response?: unknown } }> {
  const guard = { ...defaultGuardPolicy, images: { ...defaultGuardPolicy.images, requires: ['signed'] as const }, ...policy };
  const settings = { guard, policy: flagPolicy({ ignoreUnfixed: false, exitCode: 1, allowIncomplete: false }), verify: undefined };
  server = createServer(admissionListener({ settings: () => Promise.resolve(settings), images: { judge } }, () => undefined));
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, value: (await response.json()) as { readonly response?: unknown } };
} // prettier-ignore

const pod = (spec: object, labels: object = {}): object => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', labels }, spec });
const web = { name: 'web', image: 'registry.example.com/lab/signed:1' };
const review = (object: object, more: object = {}): object => ({
  apiVersion: 'admission.k8s.io/v1',
  kind: 'AdmissionReview',
  request: { uid: 'u-1', operation: 'CREATE', name: 'web', namespace: 'lab', userInfo: { username: 'ann' }, object, ...more },
});

describe('the admission webhook', () => {
  it('admits a pod of signed images, with the uid of the request', async () => {
    expect(await ask(review(pod({ containers: [web] })))).toEqual({ status: 200, value: { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: { uid: 'u-1', allowed: true } } });
  });

  it.each([
    ['a container for debugging that is added later', { ...pod({ containers: [web], ephemeralContainers: [{ name: 'debug', image: 'registry.example.com/lab/unsigned:1' }] }) }, { operation: 'UPDATE', subResource: 'ephemeralcontainers', oldObject: pod({ containers: [web] }) }, 'debug'],
    ['an initial container', pod({ containers: [web], initContainers: [{ name: 'prepare', image: 'registry.example.com/lab/unsigned:1' }] }), {}, 'prepare'],
    ['a Deployment', { kind: 'Deployment', metadata: { name: 'web' }, spec: { template: { spec: { containers: [{ name: 'web', image: 'lab/unsigned' }] } } } }, {}, 'web'],
    ['a CronJob', { kind: 'CronJob', metadata: { name: 'web' }, spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: 'web', image: 'lab/unsigned' }] } } } } } }, {}, 'web'],
  ])('refuses an unsigned image of %s', async (_name, object, more, container) => {
    const { value } = await ask(review(object, more));
    expect(value.response).toMatchObject({ uid: 'u-1', allowed: false, status: { code: 403, message: expect.stringMatching(new RegExp(`container ${container} \\(.*unsigned.*not signed`)) } });
  });

  it('asks no registry about an update that changes no container', async () => {
    const { value } = await ask(review(pod({ containers: [{ name: 'web', image: 'lab/unsigned' }] }, { lab: '2' }), { operation: 'UPDATE', oldObject: pod({ containers: [{ name: 'web', image: 'lab/unsigned' }] }, { lab: '1' }) }));
    expect([value.response, asked]).toEqual([{ uid: 'u-1', allowed: true }, []]);
  });

  it('refuses what reaches the node', async () => {
    const spec = { hostNetwork: true, volumes: [{ name: 'v', hostPath: { path: '/etc' } }], containers: [{ ...web, volumeMounts: [{ name: 'v', mountPath: '/x' }], securityContext: { privileged: true, capabilities: { add: ['SYS_ADMIN'] } } }] };
    const { value } = await ask(review(pod(spec)));
    expect((value.response as { status: { message: string } }).status.message).toBe('Pod web in lab: container web (registry.example.com/lab/signed:1): it is privileged, it mounts the host’s /etc for writing, it adds CAP_SYS_ADMIN, it uses the host’s network namespace');
  });

  it('leaves objects without pods and deletions alone', async () => {
    expect((await ask(review({ kind: 'Secret', metadata: { name: 'x' } }))).value.response).toEqual({ uid: 'u-1', allowed: true });
    server?.close();
    expect((await ask(review(pod({ containers: [{ name: 'a', image: 'lab/unsigned' }] }), { operation: 'DELETE' }))).value.response).toEqual({ uid: 'u-1', allowed: true });
  });

  it('writes the digests of verified images where it may change the object', async () => {
    const { value } = await ask(review(pod({ containers: [web] })), '/mutate');
    const { patchType, patch } = value.response as { patchType: string; patch: string };
    expect([patchType, JSON.parse(Buffer.from(patch, 'base64').toString())]).toEqual(['JSONPatch', [{ op: 'replace', path: '/spec/containers/0/image', value: `${web.image}@sha256:${'a'.repeat(64)}` }]]);
  });

  it('admits by the label of the policy, with a warning', async () => {
    const { value } = await ask(review(pod({ containers: [{ name: 'a', image: 'lab/unsigned' }] }, { glass: 'INC-1' })), '/validate', { breakGlass: { label: 'glass', users: [] } });
    expect(value.response).toEqual({ uid: 'u-1', allowed: true, warnings: ['pratique: allowed by glass=INC-1'] });
  });

  it('gives no answer to what is no review, so that failurePolicy decides', async () => {
    expect((await ask({ kind: 'Pod' })).status).toBe(400);
  });
}); // prettier-ignore
