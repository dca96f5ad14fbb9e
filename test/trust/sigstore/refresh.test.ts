import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { type RefreshedRoot, refreshTrustedRoot } from '../../../src/trust/sigstore/refresh/refresh-trusted-root.ts';
import { type SigstoreServices, startSigstoreServices } from '../../support/sigstore-services.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { makeTufRepository, serveTufRepository, type TufRepository } from '../../support/tuf-repository.ts';

let services: SigstoreServices;
let repository: TufRepository;
let server: Awaited<ReturnType<typeof serveTufRepository>>;
let holder: ReturnType<typeof temporaryFolder>;
let folder: string;
beforeAll(async () => {
  services = await startSigstoreServices();
});
afterAll(() => services[Symbol.asyncDispose]());
beforeEach(async () => {
  repository = makeTufRepository({ 'trusted_root.json': services.trustedRoot });
  server = await serveTufRepository(repository);
  holder = temporaryFolder();
  folder = join(holder.path, 'sigstore');
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  holder[Symbol.dispose]();
});

const past = '2020-01-01T00:00:00Z';

function refresh(initialRoot = repository.firstRoot, mirror = server.mirror): Promise<RefreshedRoot> {
  return refreshTrustedRoot({ mirror, directory: folder, initialRoot }, quickRuntime());
}

async function outcome(run: Promise<RefreshedRoot>): Promise<string> {
  try {
    const { rootVersion, isChanged } = await run;
    return `root ${rootVersion}${isChanged ? ' changed' : ''}`;
  } catch (error) {
    const { code, message, name } = error as { code: string; message: string; name: string };
    return `${name} ${code} ${message}`.replaceAll(server.mirror.href, 'MIRROR/');
  }
}

const stored = (): string => readFileSync(join(folder, 'trusted_root.json'), 'utf8');

describe('a mirror', () => {
  it('is begun with a root that is given, and followed from there', async () => {
    expect(await outcome(refreshTrustedRoot({ mirror: server.mirror, directory: folder }, quickRuntime()))).toBe(
      'PratiqueError TRUSTED_ROOT_MISSING no TUF root is known for MIRROR/: only that of sigstore’s own mirror is built in',
    );
    expect(await outcome(refresh())).toBe('root 1 changed');
    expect(stored()).toBe(services.trustedRoot.toString());
    expect(await outcome(refreshTrustedRoot({ mirror: server.mirror, directory: folder }, quickRuntime()))).toBe('root 1');
    const changed = Buffer.from(JSON.stringify({ ...JSON.parse(services.trustedRoot.toString()), tlogs: [] }));
    repository.targets.set('trusted_root.json', changed);
    Object.assign(repository.versions, { timestamp: 2, snapshot: 2, targets: 2 });
    repository.rotateRoot();
    repository.rotateRoot();
    expect(await outcome(refresh())).toBe('root 3 changed');
    expect(stored()).toBe(changed.toString());
  });

  it('may have a signing config too', async () => {
    const service = { url: 'https://ca.example', majorApiVersion: 1, validFor: { start: past }, operator: 'o' };
    const config = { mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json', caUrls: [service] };
    repository.targets.set('signing_config.v0.2.json', Buffer.from(JSON.stringify(config)));
    repository.publish();
    const { signingConfig = '' } = await refresh();
    expect(JSON.parse(readFileSync(signingConfig, 'utf8'))).toEqual(config);
  });

  it('is not begun again with another root', async () => {
    await refresh();
    expect(await outcome(refresh(makeTufRepository({}).firstRoot))).toBe(
      'VerificationError ROOT_PIN_MISMATCH MIRROR/ was first used with another root than the one given',
    );
  });

  it('is not kept when its first root leads nowhere', async () => {
    expect(await outcome(refresh(makeTufRepository({}).firstRoot))).toContain('SIGNATURES_BELOW_THRESHOLD');
    expect(await outcome(refresh(Buffer.from('{}')))).toContain('ROOT_CACHE_INVALID');
    expect(await outcome(refresh())).toBe('root 1 changed');
  });
});

describe('what is refused [329]', () => {
  const cases: readonly (readonly [string, () => void, string])[] = [
    [
      'an older timestamp',
      () => {
        repository.versions.timestamp = 1;
        repository.publish();
      },
      'METADATA_ROLLBACK',
    ],
    [
      'an older snapshot',
      () => {
        Object.assign(repository.versions, { timestamp: 6, snapshot: 1 });
        repository.publish();
      },
      'METADATA_ROLLBACK',
    ],
    [
      'older targets',
      () => {
        Object.assign(repository.versions, { timestamp: 6, snapshot: 6, targets: 1 });
        repository.publish();
      },
      'METADATA_ROLLBACK',
    ],
    [
      'an expired timestamp',
      () => {
        next();
        repository.expires.timestamp = past;
        repository.publish();
      },
      'METADATA_EXPIRED',
    ],
    [
      'an expired snapshot',
      () => {
        next();
        repository.expires.snapshot = past;
        repository.publish();
      },
      'METADATA_EXPIRED',
    ],
    [
      'expired targets',
      () => {
        next();
        repository.expires.targets = past;
        repository.publish();
      },
      'METADATA_EXPIRED',
    ],
    [
      'an expired root',
      () => {
        repository.expires.root = past;
        repository.rotateRoot();
      },
      'METADATA_EXPIRED',
    ],
    ['a root that the old one did not sign', () => repository.rotateRoot('new'), 'SIGNATURES_BELOW_THRESHOLD'],
    ['a root that did not sign itself', () => repository.rotateRoot('old'), 'SIGNATURES_BELOW_THRESHOLD'],
    [
      'a root that skips a version',
      () => {
        repository.versions.root = 2;
        repository.rotateRoot();
        repository.files.set('2.root.json', repository.files.get('3.root.json')!);
      },
      'METADATA_ROLLBACK',
    ],
    ['a web page', () => repository.files.set('timestamp.json', Buffer.from('<html>')), 'METADATA_MALFORMED'],
    ['too much', () => repository.files.set('timestamp.json', Buffer.alloc(20_000, 0x20)), 'METADATA_TOO_LARGE'],
    [
      'a target of other content',
      () => {
        change();
        repository.files.set([...repository.files.keys()].at(-1)!, Buffer.alloc(services.trustedRoot.length));
      },
      'METADATA_HASH_MISMATCH',
    ],
    [
      'a trusted root that is none',
      () => {
        next();
        repository.targets.set('trusted_root.json', Buffer.from('{}'));
        repository.publish();
      },
      'TRUSTED_ROOT_INVALID',
    ],
    [
      'a repository without one',
      () => {
        next();
        repository.targets.clear();
        repository.publish();
      },
      'TARGET_NOT_SIGNED',
    ],
    ['a timestamp that is not there', () => repository.files.delete('timestamp.json'), 'METADATA_MISSING'],
  ];
  const next = (): void => void Object.assign(repository.versions, { timestamp: 6, snapshot: 6, targets: 6 });
  const change = (): void => {
    next();
    repository.targets.set('trusted_root.json', Buffer.concat([services.trustedRoot, Buffer.from('\n')]));
    repository.publish();
  };

  it.each(cases)('%s', async (_, spoil, expected) => {
    Object.assign(repository.versions, { timestamp: 5, snapshot: 5, targets: 5 });
    repository.publish();
    await refresh();
    const before = stored();
    spoil();
    expect(await outcome(refresh())).toContain(expected);
    expect(stored()).toBe(before);
    // And it stays refused: nothing of it was kept that would make it good.
    expect(await outcome(refresh())).toContain(expected);
  });

  it('a mirror that does not answer', async () => {
    expect(await outcome(refresh(repository.firstRoot, new URL('http://127.0.0.1:1/')))).toContain('PratiqueError FETCH_FAILED');
  });

  it('names that lead elsewhere', async () => {
    repository.targets.set('../../../evil.json', Buffer.from('evil'));
    const role = { name: '../../../evil', keyids: [], threshold: 1, terminating: false, paths: ['*'] };
    repository.extra = { delegations: { keys: {}, roles: [role] } };
    repository.publish();
    writeFileSync(join(folder, '..', 'evil.json'), 'mine');
    expect(await outcome(refresh())).toMatch(/^(?:root 1 changed|VerificationError)/);
    expect(readFileSync(join(folder, '..', 'evil.json'), 'utf8')).toBe('mine');
    expect(readdirSync(join(folder, '..')).sort()).toEqual(['evil.json', 'sigstore']);
  });

  it('a damaged cache, which is not repaired in silence', async () => {
    await refresh();
    const tuf = join(folder, 'tuf');
    const [name = ''] = readdirSync(tuf);
    writeFileSync(join(tuf, name, 'root.json'), '{');
    expect(await outcome(refresh())).toContain('ROOT_CACHE_INVALID');
    expect(readFileSync(join(tuf, name, 'root.json'), 'utf8')).toBe('{');
  });
});

it('leaves no file aside', async () => {
  await refresh();
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => !name.startsWith('tuf'));
  expect(names.toSorted()).toEqual(['refreshed.json', 'trusted_root.json']);
  expect(readdirSync(join(folder, 'tuf')).length).toBe(1);
});

it('no changed byte brings another trusted root', async () => {
  const originals = new Map(repository.files);
  const accepted = new Set<string>();
  let mutants = 0;
  for (const [name, bytes] of originals) {
    if (name.startsWith('targets/')) continue;
    for (let at = 0; at < bytes.length; at += 41) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1 << (at % 7);
      repository.files.set(name, changed);
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      mutants += 1;
      if ((await outcome(refresh())).startsWith('root')) accepted.add(stored());
      else expect(existsSync(join(folder, 'trusted_root.json'))).toBe(false);
    }
    repository.files.set(name, bytes);
  }
  expect(mutants).toBeGreaterThan(40);
  for (const content of accepted) expect(content).toBe(services.trustedRoot.toString());
});
