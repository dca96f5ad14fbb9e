import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { PratiqueError } from '../../../src/model/pratique-error.ts';
import { provideTrustedRoot } from '../../../src/trust/sigstore/refresh/provide-trusted-root.ts';
import { refreshTrustedRoot } from '../../../src/trust/sigstore/refresh/refresh-trusted-root.ts';
import { type SigstoreServices, startSigstoreServices } from '../../support/sigstore-services.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { makeTufRepository, serveTufRepository, type TufRepository } from '../../support/tuf-repository.ts';

const day = 86_400_000;
/** The seed's root is built in, and its TUF root is valid for a year. */
const published = new Date(Date.now() - 25 * day).toISOString().slice(0, 10);
let services: SigstoreServices;
let repository: TufRepository;
let server: Awaited<ReturnType<typeof serveTufRepository>>;
let holder: ReturnType<typeof temporaryFolder>;
let directory: string;
let seed: Parameters<typeof instance>[0];
beforeAll(async () => {
  services = await startSigstoreServices();
});
afterAll(() => services[Symbol.asyncDispose]());
beforeEach(async () => {
  repository = makeTufRepository({ 'trusted_root.json': services.trustedRoot });
  server = await serveTufRepository(repository);
  holder = temporaryFolder();
  directory = join(holder.path, 'sigstore');
  seed = {
    publishedOn: published,
    expiresAt: new Date(Date.now() + 300 * day).toISOString(),
    root: repository.firstRoot.toString(),
    trustedRoot: services.trustedRoot.toString(),
  };
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  holder[Symbol.dispose]();
});

function instance(loaded: { publishedOn: string; expiresAt: string; root: string; trustedRoot: string }, mirror = server.mirror) {
  return { mirror, loadSeed: () => Promise.resolve(loaded) };
}

interface Situation {
  readonly isOffline?: boolean;
  readonly mirror?: URL;
  readonly daysLater?: number;
}

/** The root's name and the notices, or the error; what differs from run to run is written as a word. */
async function provide({ isOffline = false, mirror = server.mirror, daysLater = 0 }: Situation = {}): Promise<readonly string[]> {
  const now = new Date(Date.now() + daysLater * day);
  const plain = (text: string): string =>
    text
      .replaceAll(server.mirror.href, 'MIRROR')
      .replaceAll(directory, 'DIR')
      .replaceAll(published, 'PUBLISHED')
      .replaceAll(/\b20\d\d-\d\d-\d\d\b/g, 'DAY')
      .replaceAll(/127\.0\.0\.1:\d+/g, 'HOST');
  try {
    const options = { directory, isOffline, fetch: {}, instance: instance(seed, mirror) };
    const { root, notices } = await provideTrustedRoot(options, quickRuntime({ now: () => now }));
    expect(root.certificateAuthorities.length).toBeGreaterThan(0);
    return [root.name, ...notices].map(plain);
  } catch (error) {
    if (error instanceof PratiqueError) return [plain(`${error.code} ${error.message}`)];
    throw error;
  }
}

const nowhere = new URL('http://127.0.0.1:1/');
const builtIn = 'built in, published PUBLISHED';

describe('the first time', () => {
  it('the trusted root is fetched from the built-in TUF root on', async () => {
    expect(await provide()).toEqual(['DIR/trusted_root.json', 'fetched sigstore’s trusted root from MIRROR to DIR/trusted_root.json']);
    expect(readFileSync(join(directory, 'trusted_root.json'))).toEqual(services.trustedRoot);
    const asked = server.requests.length;
    expect(await provide()).toEqual(['DIR/trusted_root.json']);
    expect(server.requests.length).toBe(asked);
  });

  it('it is fetched even where the built-in TUF root has expired, since its successors have not', async () => {
    repository.expires.root = '2020-01-01T00:00:00Z';
    const old = makeTufRepository({ 'trusted_root.json': services.trustedRoot });
    await server[Symbol.asyncDispose]();
    Object.assign(old.expires, { root: '2020-01-01T00:00:00Z' });
    old.rotateRoot();
    Object.assign(old.expires, { root: new Date(Date.now() + day).toISOString().replace(/\.\d+Z/, 'Z') });
    old.rotateRoot();
    server = await serveTufRepository(old);
    seed = { ...seed, root: old.files.get('2.root.json')?.toString() ?? '', expiresAt: '2020-01-01T00:00:00Z' };
    expect((await provide())[0]).toBe('DIR/trusted_root.json');
  });

  it.each<[string, Situation, string]>([
    ['offline', { isOffline: true }, '--offline was given'],
    ['without a mirror that answers', { mirror: nowhere }, 'HOST: connect ECONNREFUSED HOST'],
  ])('%s the built-in root is used, with its age', async (_, situation, why) => {
    const [name, notice, ...others] = await provide(situation);
    expect([name, others]).toEqual([builtIn, []]);
    expect(notice).toContain(
      'used the trusted root built into pratique, published on PUBLISHED (25 days ago), since none could be fetched: ',
    );
    expect(notice).toContain(why.split(':')[0]);
    expect(existsSync(join(directory, 'trusted_root.json'))).toBe(false);
  });

  it('a mirror whose metadata are refused leaves the built-in root', async () => {
    repository.files.set('timestamp.json', Buffer.from('{}'));
    const [name, notice] = await provide();
    expect(name).toBe(builtIn);
    expect(notice).toMatch(/since none could be fetched: the metadata of MIRROR /);
    repository.publish();
    expect((await provide())[0]).toBe('DIR/trusted_root.json');
  });

  it('a directory that cannot be written leaves the built-in root', async () => {
    writeFileSync(directory, 'a file');
    const [name, notice] = await provide();
    expect(name).toBe(builtIn);
    expect(notice).toContain('since none could be fetched: DIR/');
  });

  it('the built-in root is not used after it has expired', async () => {
    expect(await provide({ isOffline: true, daysLater: 301 })).toEqual([
      'TRUSTED_ROOT_EXPIRED the trusted root built into pratique expired on DAY, and could not be refreshed: --offline was given',
    ]);
  });
});

describe('a root that was fetched', () => {
  beforeEach(async () => {
    repository.expires.root = new Date(Date.now() + 300 * day).toISOString().replace(/\.\d+Z/, 'Z');
    repository.rotateRoot();
    await provide();
  });

  it('is used offline with its age', async () => {
    expect(await provide({ isOffline: true })).toEqual([
      'DIR/trusted_root.json',
      'used the trusted root that was refreshed on DAY (today) (--offline)',
    ]);
  });

  it('is refreshed when its timestamp has expired', async () => {
    const changed = Buffer.from(JSON.stringify({ ...(JSON.parse(services.trustedRoot.toString()) as object), timestampAuthorities: [] }));
    repository.targets.set('trusted_root.json', changed);
    Object.assign(repository.versions, { timestamp: 2, snapshot: 2, targets: 2 });
    repository.publish();
    expect(await provide()).toEqual(['DIR/trusted_root.json']);
    expect(readFileSync(join(directory, 'trusted_root.json'))).toEqual(services.trustedRoot);
    expect(await provide({ daysLater: 2 })).toEqual(['DIR/trusted_root.json']);
    expect(readFileSync(join(directory, 'trusted_root.json'))).toEqual(changed);
  });

  it('is used with its age when it cannot be refreshed, until its TUF root expires', async () => {
    repository.files.clear();
    const [name, notice] = await provide({ daysLater: 9 });
    expect(name).toBe('DIR/trusted_root.json');
    expect(notice).toContain('used the trusted root that was refreshed on DAY (9 days ago), since it could not be refreshed: ');
    expect((await provide({ isOffline: true, daysLater: 9 }))[1]).toContain(
      '(9 days ago), since it could not be refreshed: --offline was given',
    );
    expect(await provide({ isOffline: true, daysLater: 301 })).toEqual([
      'TRUSTED_ROOT_EXPIRED the trusted root DIR/trusted_root.json expired on DAY, and could not be refreshed: --offline was given',
    ]);
  });

  it('comes again from its own mirror', async () => {
    const asked = server.requests.length;
    expect(await provide({ mirror: nowhere, daysLater: 2 })).toEqual(['DIR/trusted_root.json']);
    expect(server.requests.length).toBeGreaterThan(asked);
  });

  it('counts as never fetched when the fetching was cut short', async () => {
    rmSync(join(directory, 'refreshed.json'));
    expect((await provide({ isOffline: true }))[0]).toBe(builtIn);
    expect((await provide())[0]).toBe('DIR/trusted_root.json');
  });

  it('counts as never fetched when its record is damaged', async () => {
    for (const record of ['', '{}', '{"mirror": 1}', `{"mirror": "x", "refreshedAt": "2026-01-01"}`]) {
      writeFileSync(join(directory, 'refreshed.json'), record);
      expect((await provide({ isOffline: true }))[0]).toBe(builtIn);
    }
  });
});

it('a root that was put there by hand is used as it is', async () => {
  mkdirSync(directory);
  writeFileSync(join(directory, 'trusted_root.json'), services.trustedRoot);
  expect(await provide()).toEqual(['DIR/trusted_root.json']);
  expect(server.requests).toEqual([]);
});

it('a run that is stopped does not go on with the built-in root', async () => {
  const controller = new AbortController();
  controller.abort();
  const options = { directory, isOffline: false, fetch: {}, instance: instance(seed) };
  await expect(provideTrustedRoot(options, quickRuntime({ signal: controller.signal }))).rejects.toThrow();
});

it('`trust root update` needs no --root for the instance that is built in', async () => {
  const refreshed = await refreshTrustedRoot({ mirror: server.mirror, directory, instance: instance(seed) }, quickRuntime());
  expect(refreshed.rootVersion).toBe(1);
});
