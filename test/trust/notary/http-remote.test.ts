import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toDigest } from '../../../src/model/digest.ts';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { parseGun } from '../../../src/trust/notary/gun.ts';
import { openNotaryContext } from '../../../src/trust/notary/open-notary-context.ts';
import { listTargets } from '../../../src/trust/notary/operation/list-targets.ts';
import { removeTrustData } from '../../../src/trust/notary/operation/remove-trust-data.ts';
import { rotateKey } from '../../../src/trust/notary/operation/rotate-key.ts';
import { signTag, type SignTagOptions } from '../../../src/trust/notary/operation/sign-tag.ts';
import { type HttpRemote, openHttpRemote } from '../../../src/trust/notary/remote/http-remote.ts';
import { type NotarySessionOptions } from '../../../src/trust/notary/remote/notary-session.ts';
import { makeCertificate } from '../../support/certificate.ts';
import { firstUse, openLabContext, testPassphrases } from '../../support/notary-context.ts';
import { hasNotary, type NotaryLab, startNotaryLab } from '../../support/notary-lab.ts';
import { startNotaryMirror } from '../../support/notary-mirror.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { startTokenServer } from '../../support/token-server.ts';

const gun = parseGun('localhost:5000/lab/app');
const runtime = quickRuntime();
const code = (expected: string): unknown => expect.objectContaining({ code: expected });

describe.skipIf(!hasNotary)('the real server', () => {
  let lab: NotaryLab;
  beforeAll(async () => {
    lab = await startNotaryLab();
  });
  afterAll(() => lab[Symbol.asyncDispose]());

  const open = (name: string, directory: string): ReturnType<typeof openLabContext> =>
    openLabContext({ ...lab, gun: name, trustDirectory: join(lab.folder, directory) });

  it('two concurrent publishers both have their tag in the end [302]', async () => {
    await using first = await open(gun, 'first');
    await signTag(first, tag('v0'));
    const others = await Promise.all([1, 2, 3].map((i) => open(gun, `other-${i}`)));
    const contexts = [first, ...others.map((context) => ({ ...context, keys: first.keys }))];
    const outcomes = await Promise.allSettled(contexts.map((context, i) => signTag(context, tag(`race${i}`))));
    // A publisher that lost three times in a row reports it, and runs again.
    for (const [i, outcome] of outcomes.entries()) {
      if (outcome.status === 'fulfilled') continue;
      expect(outcome.reason).toMatchObject({ code: 'TRUST_CONFLICT' });
      await signTag(contexts[i]!, tag(`race${i}`));
    }
    const { targets, repository } = await listTargets(first);
    expect(targets.map(({ name }) => name)).toEqual(['race0', 'race1', 'race2', 'race3', 'v0']);
    expect(repository.targets.get('targets')?.file.content.version).toBe(6);
    for (const context of others) await context[Symbol.asyncDispose]();
  });

  it('reports the refusal with its reason and leaves nothing behind', async () => {
    await using context = await open('localhost:5000/lab/refused', 'refused');
    await signTag(context, tag('v1'));
    const broken = new Map([['targets', Buffer.from('{"signed":{},"signatures":[]}')]]);
    await expect(context.remote.publish(broken, runtime)).rejects.toThrow(
      expect.objectContaining({ code: 'TRUST_SERVER_REFUSED', message: expect.stringMatching(/INVALID_UPDATE/) }),
    );
    expect((await listTargets(context)).targets.map(({ name }) => name)).toEqual(['v1']);
  });

  it('reports missing trust data', async () => {
    await using context = await open('localhost:5000/lab/none', 'none');
    await expect(listTargets(context)).rejects.toThrow(code('METADATA_MISSING'));
  });

  it('an authority that is not known is refused; one in the folder of the server is taken', async () => {
    await expect(ask({ server: lab.url })).rejects.toThrow(code('REGISTRY_INSECURE'));
    const tlsDirectory = join(lab.folder, 'tls');
    mkdirSync(join(tlsDirectory, lab.host), { recursive: true });
    writeFileSync(join(tlsDirectory, lab.host, 'ca.crt'), lab.authority);
    expect(await ask({ server: lab.url, tlsDirectory })).toBeUndefined();
  });
});

describe.skipIf(!hasNotary)('a server that requires tokens', () => {
  it('requests only the scope of the operation: reading, publishing, rotating, removing', async () => {
    const certificate = makeCertificate();
    await using tokens = await startTokenServer(certificate, { basic: 'alice:secret', refreshToken: 'none' });
    await using lab = await startNotaryLab({ token: { ...tokens, certificate: certificate.certificate } });
    const options = { server: lab.url, credentials: { username: 'alice', password: 'secret' } };
    await using remote = await openHttpRemote(gun, options);
    const context = openNotaryContext(
      { gun, remote, trustDirectory: join(lab.folder, 'trust'), passphrases: testPassphrases, pins: firstUse },
      runtime,
    );
    await signTag(context, tag('v1'));
    await rotateKey(context, { role: 'timestamp' });
    expect((await listTargets(context)).targets.map(({ name }) => name)).toEqual(['v1']);
    await removeTrustData(context, { isRemoteToo: true });
    const scopes = new Set(tokens.requests.map(({ fields }) => fields.get('scope')));
    expect([...scopes].map((scope) => scope?.split(':').at(-1)?.split(',').sort().join()).sort()).toEqual(['*', 'pull', 'pull,push']);
    expect([...scopes].every((scope) => scope?.startsWith(`repository:${gun}:`))).toBe(true);
    await expect(ask({ server: lab.url, credentials: { username: 'alice', password: 'wrong' } })).rejects.toThrow(
      code('REGISTRY_UNAUTHORIZED'),
    );
    await expect(ask({ server: lab.url, credentials: { username: 'alice', password: 'wrong' } })).rejects.not.toThrow(/wrong/);
  });
});

it('a client certificate of the folder is shown when the server asks for one', async () => {
  const { certificate, key } = makeCertificate();
  const client = makeCertificate({ alternatives: 'DNS:client' });
  const server = createServer({ cert: certificate, key, requestCert: true, rejectUnauthorized: false }, (request, response) => {
    const peer = (request.socket as unknown as Pick<TLSSocket, 'getPeerCertificate'>).getPeerCertificate();
    response.writeHead(404).end(peer.subjectaltname);
    shown.push(peer.subjectaltname);
  });
  const shown: (string | undefined)[] = [];
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  using folder = temporaryFolder();
  const tlsDirectory = folder.path;
  mkdirSync(join(tlsDirectory, host), { recursive: true });
  writeFileSync(join(tlsDirectory, host, 'ca.crt'), certificate);
  writeFileSync(join(tlsDirectory, host, 'client.cert'), client.certificate);
  writeFileSync(join(tlsDirectory, host, 'client.key'), client.key);
  try {
    await ask({ server: `https://${host}`, tlsDirectory });
    expect(shown).toEqual(['DNS:client']);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

it.each([
  ['http://notary.example', 'REGISTRY_INSECURE'],
  ['https://user@notary.example', 'CONFIG_INVALID'],
  ['https://notary.example/path', 'CONFIG_INVALID'],
  ['ftp://notary.example', 'CONFIG_INVALID'],
  ['notary.example', 'CONFIG_INVALID'],
])('%s is no server: %s', async (server, expected) => {
  await expect(openHttpRemote(gun, { server })).rejects.toThrow(code(expected));
});

describe.skipIf(!hasNotary)('a deadline', () => {
  it('ends with the caller', async () => {
    await using lab = await startNotaryLab();
    await using mirror = await startNotaryMirror(lab);
    mirror.attack = () => undefined;
    await using remote = await openHttpRemote(gun, { server: mirror.url, caFile: lab.authorityFile });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    await expect(remote.fetch({ role: 'root' }, 100, quickRuntime({ signal: controller.signal }))).rejects.toThrow(code('ABORTED'));
  });
});

async function ask(options: NotarySessionOptions): Promise<Buffer | undefined> {
  await using remote: HttpRemote = await openHttpRemote(gun, options);
  return await remote.fetch({ role: 'nothing' }, 1_000, runtime);
}

function tag(name: string): SignTagOptions {
  return { tag: name, digest: toDigest('sha256', createHash('sha256').update(name).digest('hex')), size: 1 };
}
