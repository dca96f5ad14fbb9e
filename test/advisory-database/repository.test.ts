import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { advisorySources, enrichmentSources } from '../../src/advisory/advisory-sources.ts';
import { buildDatabase } from '../../src/advisory/build/build-database.ts';
import { openLocalStore } from '../../src/advisory/local/open-local-store.ts';
import { type OpenedAdvisories } from '../../src/advisory/local/opened-advisories.ts';
import { sliceOf } from '../../src/advisory/local/slice.ts';
import { bundlePlace } from '../../src/advisory/repository/bundle-place.ts';
import { divideDatabase } from '../../src/advisory/repository/divide-database.ts';
import { folderPlace } from '../../src/advisory/repository/folder-place.ts';
import { httpPlace } from '../../src/advisory/repository/http-place.ts';
import { npmPlace } from '../../src/advisory/repository/npm-place.ts';
import { openRepository, type VerifiedRepository } from '../../src/advisory/repository/open-repository.ts';
import { publishGeneration, renewRepository, type PublishOptions } from '../../src/advisory/repository/publish-repository.ts';
import { type RepositoryPlace } from '../../src/advisory/repository/repository-place.ts';
import { initRepository, rotateKeys } from '../../src/advisory/repository/root-metadata.ts';
import { readSigners } from '../../src/advisory/repository/repository-keys.ts';
import { readSliceSources } from '../../src/advisory/repository/slice-source.ts';
import { signEnvelope, type TufJson } from '../../src/advisory/repository/tuf-envelope.ts';
import { formatTar } from '../../src/lib/tar/format-tar.ts';
import { limits } from '../../src/model/limits.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { servedFile, startFeedServer, type ServedFile } from '../advisory-fetch/feed-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { smallFeeds, writeFeeds } from './small-feeds.ts';

const runtime = quietRuntime();
const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

/** Slices of two databases, the second with other npm advisories. */
const slices = [1, 2].map((generation) => join(folder.path, `slices-${generation}`));
beforeAll(async () => {
  for (const [at, root] of slices.entries()) {
    writeFeeds(join(folder.path, `feeds-${at}`), smallFeeds(100, at + 1));
    const output = join(folder.path, `db-${at}`);
    const from = { folder: join(folder.path, `feeds-${at}`) };
    await buildDatabase({ sources: advisorySources, enrichments: enrichmentSources, from, output, toolVersion: '0.0.0' }, runtime);
    mkdirSync(root);
    await divideDatabase(output, root, runtime);
  }
});

/** A repository with one generation, and the client of a machine that was given its first root. */
class Lab {
  readonly root: string;
  readonly trust: string;
  readonly options: PublishOptions;

  constructor(name: string, rootKeys = 1, threshold = 1) {
    this.root = join(folder.path, name);
    this.trust = join(folder.path, `${name}-trust`);
    this.options = { repository: this.root, keys: { directory: join(folder.path, `${name}-keys`) }, now: new Date(), keep: 5 };
    initRepository({ ...this.options, rootKeys, threshold });
    this.publish(0);
  }

  publish(generation: number): void {
    publishGeneration(readSliceSources(slices[generation]!), this.options);
  }

  copy(name: string): string {
    const path = join(folder.path, name);
    cpSync(this.root, path, { recursive: true });
    return path;
  }

  open(places: readonly RepositoryPlace[] = [folderPlace(this.root)]): Promise<VerifiedRepository> {
    const root = readFileSync(join(this.root, 'metadata/1.root.json'));
    return openRepository({ places, root, trustDirectory: this.trust }, runtime);
  }

  openFrom(path: string): Promise<VerifiedRepository> {
    return this.open([folderPlace(path)]);
  }

  /** A metadata file of a copy, changed and signed again with the repository's own keys of that role. */
  forge(path: string, file: string, role: 'timestamp' | 'snapshot' | 'targets', change: object): void {
    const place = join(path, 'metadata', file);
    const { signed } = JSON.parse(readFileSync(place, 'utf8')) as { signed: Record<string, TufJson> };
    writeFileSync(place, signEnvelope({ ...signed, ...change }, readSigners(this.options.keys, role)));
  }
}

const refused = (reason: RegExp): object => ({ code: 'REPOSITORY_REFUSED', message: expect.stringMatching(reason) as string });

describe('a signed repository', () => {
  it('gives a machine exactly the slices that it asks for, verified', async () => {
    const lab = new Lab('whole');
    const opened = await scanWith(lab, 'whole-machine', [folderPlace(lab.root)]);
    await using store = opened.store;
    const key = { ecosystem: 'npm', name: 'package-1' } as const;
    expect((await store.find([key])).get('npm/package-1')!.all().map(({ advisory, affected }) => [advisory.id, affected.ranges[0]?.fixed])).toEqual([['GHSA-1', '1.0.1']]); // prettier-ignore
    expect((await store.enrich(['CVE-2026-10001'])).get('CVE-2026-10001')?.knownExploited?.addedOn).toBe('2026-05-02');
    expect([store.kind, opened.issues, readdirSync(join(folder.path, 'whole-machine')).filter((name) => !name.startsWith('.'))]).toEqual([
      'database',
      [],
      ['cve', 'npm'],
    ]);
  });

  it('writes only what changed, and is the same bytes for the same database', () => {
    const lab = new Lab('again');
    const before = readdirSync(join(lab.root, 'targets/shards'));
    const { newBytes } = publishGeneration(readSliceSources(slices[0]!), lab.options);
    expect([newBytes, readdirSync(join(lab.root, 'targets/shards'))]).toEqual([0, before]);
    lab.publish(1);
    const added = readdirSync(join(lab.root, 'targets/shards')).filter((name) => !before.includes(name));
    expect(added.map((name) => name.split('.')[1])).toEqual(['npm']);
  });

  it('removes generations beyond those to keep', () => {
    const lab = new Lab('kept');
    for (let round = 1; round < 8; round++) publishGeneration(readSliceSources(slices[round % 2]!), { ...lab.options, keep: 1 });
    expect(readdirSync(join(lab.root, 'metadata')).filter((name) => name.endsWith('targets.json'))).toEqual(['8.targets.json']);
    expect(readdirSync(join(lab.root, 'targets/shards')).filter((name) => name.includes('.npm.'))).toHaveLength(1);
  });

  it('is served by a web server, an archive and mirrors, of which the first that answers is enough', async () => {
    const lab = new Lab('served');
    const files = readdirSync(lab.root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(lab.root.length + 1), readFileSync(path)] as const);
    await using server = await startFeedServer(new Map(files.map(([path, bytes]) => [path, servedFile(bytes)])));
    const dead = httpPlace(new URL('http://127.0.0.1:9/'), { limits: { ...limits, attempts: 1 } });
    const web = httpPlace(server.url, { limits });
    const archive = join(folder.path, 'served.tar');
    writeFileSync(archive, Buffer.concat([...formatTar(files.map(([name, bytes]) => ({ name, bytes })))]));
    const names = [];
    for (const places of [[web], [bundlePlace(archive)], [dead, web]]) names.push((await lab.open(places)).name);
    expect(names).toEqual([server.url.host, archive, server.url.host]);
    await expect(lab.open([dead])).rejects.toMatchObject({ code: 'FETCH_FAILED' });
    await web.close();
    await dead.close();
  });

  it('is read from a package of an npm registry, as npm packs it', async () => {
    const lab = new Lab('packed');
    const copy = lab.copy('packed-copy');
    writeFileSync(join(copy, 'package.json'), JSON.stringify({ name: '@org/advisories', version: '1.0.0' }));
    execFileSync('npm', ['pack', '--silent', '--pack-destination', folder.path], { cwd: copy, stdio: 'pipe' });
    const bytes = readFileSync(join(folder.path, 'org-advisories-1.0.0.tgz'));
    const files = new Map<string, ServedFile>();
    await using server = await startFeedServer(files);
    const serve = (archive: Buffer, integrity: string): void => {
      files.set('@org/advisories/latest', servedFile(JSON.stringify({ dist: { tarball: `${server.url.href}a.tgz`, integrity } })));
      files.set('a.tgz', servedFile(archive));
    };
    const open = async (): Promise<string> => {
      const place = npmPlace({
        packageName: '@org/advisories',
        version: 'latest',
        registry: server.url,
        limits: { ...limits, attempts: 1 },
      });
      try {
        const repository = await lab.open([place]);
        for (const target of repository.targets.keys()) await repository.read(target);
        return repository.name;
      } finally {
        await place.close();
      }
    };
    const sum = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
    serve(bytes, sum);
    expect(await open()).toBe('npm:@org/advisories');
    serve(flipOneBit(bytes), sum);
    await expect(open()).rejects.toMatchObject({ code: 'FETCH_FAILED', message: expect.stringContaining('checksum') as string });
    serve(Buffer.from('<html>'), '');
    await expect(open()).rejects.toMatchObject({ code: 'FETCH_FAILED', message: expect.stringContaining('is not a package') as string });
  });

  it('reads keys that are encrypted only with their passphrase', () => {
    const keys = { directory: join(folder.path, 'locked-keys'), passphrase: 'open sesame' };
    initRepository({ repository: join(folder.path, 'locked'), keys, now: new Date(), rootKeys: 1, threshold: 1 });
    expect(readSigners(keys, 'root')).toHaveLength(1);
    for (const passphrase of [undefined, 'wrong'])
      expect(() => readSigners({ directory: keys.directory, ...(passphrase !== undefined && { passphrase }) }, 'root')).toThrow(
        /cannot be read/,
      );
  });
});

describe('attacks on a repository', () => {
  it('refuses a rollback of any role, from any mirror', async () => {
    const lab = new Lab('rollback');
    const old = lab.copy('rollback-old');
    lab.publish(1);
    await lab.open();
    await expect(lab.openFrom(old)).rejects.toMatchObject(refused(/version/i));
    expect((await lab.open()).version).toBe(2);
    const mixed = lab.copy('rollback-mixed');
    // A new timestamp over the old snapshot: only whoever has the timestamp key can do that.
    lab.forge(mixed, 'timestamp.json', 'timestamp', { version: 9, meta: { 'snapshot.json': { version: 1 } } });
    await expect(lab.openFrom(mixed)).rejects.toMatchObject(refused(/version/i));
    const targets = lab.copy('rollback-targets');
    lab.forge(targets, '2.snapshot.json', 'snapshot', { version: 3, meta: { 'targets.json': { version: 1 } } });
    cpSync(join(targets, 'metadata/2.snapshot.json'), join(targets, 'metadata/3.snapshot.json'));
    lab.forge(targets, 'timestamp.json', 'timestamp', { version: 10, meta: { 'snapshot.json': { version: 3 } } });
    await expect(lab.openFrom(targets)).rejects.toMatchObject(refused(/version/i));
  });

  it('refuses a freeze: metadata that expired', async () => {
    const lab = new Lab('freeze');
    for (const role of ['timestamp', 'snapshot', 'targets'] as const) {
      const expired = { ...lab.options, repository: lab.copy(`freeze-${role}`), now: new Date(Date.now() - 40 * 86_400_000), expiry: { root: 400, timestamp: 90, snapshot: 90, targets: 90, [role]: 1 } };
      publishGeneration(readSliceSources(slices[1]!), expired);
      rmSync(lab.trust, { recursive: true, force: true });
      await expect(lab.openFrom(expired.repository)).rejects.toMatchObject(refused(/expired/));
    } // prettier-ignore
    rmSync(lab.trust, { recursive: true, force: true });
    renewRepository(lab.options);
    expect((await lab.open()).version).toBe(1);
  });

  it('follows the root through rotations, also of several versions at once, and refuses what old keys sign', async () => {
    const lab = new Lab('rotation', 3, 2);
    await lab.open();
    const before = lab.copy('rotation-before');
    for (const role of ['timestamp', 'root', 'targets', 'snapshot'] as const) rotateKeys({ ...lab.options, role });
    lab.publish(1);
    expect((await lab.open()).version).toBe(2);
    // The attacker has the old timestamp key, and the newest root must be served to be believed.
    for (const version of [2, 3, 4, 5])
      cpSync(join(lab.root, `metadata/${version}.root.json`), join(before, `metadata/${version}.root.json`));
    rmSync(lab.trust, { recursive: true });
    await expect(lab.openFrom(before)).rejects.toMatchObject(refused(/signed by 0\/1 keys/));
  });

  it('refuses a root that the old root did not sign, skips a version, or has too few signatures', async () => {
    const lab = new Lab('roots', 3, 2);
    const other = new Lab('roots-other', 3, 2);
    await lab.open();
    rotateKeys({ ...other.options, role: 'root' });
    const replaced = lab.copy('roots-replaced');
    cpSync(join(other.root, 'metadata/2.root.json'), join(replaced, 'metadata/2.root.json'));
    await expect(lab.openFrom(replaced)).rejects.toMatchObject(refused(/signed by 0\/2 keys/));
    rotateKeys(lab.options);
    rotateKeys(lab.options);
    const skipped = lab.copy('roots-skipped');
    cpSync(join(skipped, 'metadata/3.root.json'), join(skipped, 'metadata/2.root.json'));
    await expect(lab.openFrom(skipped)).rejects.toMatchObject(refused(/version/i));
    const few = lab.copy('roots-few');
    const file = join(few, 'metadata/2.root.json');
    const { signed, signatures } = JSON.parse(readFileSync(file, 'utf8')) as { signed: object; signatures: object[] };
    writeFileSync(file, JSON.stringify({ signed, signatures: [signatures[0], signatures[0]] }));
    await expect(lab.openFrom(few)).rejects.toMatchObject(refused(/Multiple signatures|signed by 1\/2 keys/i));
  });

  it('refuses metadata that was changed, cut, endless or of another role', async () => {
    const lab = new Lab('changed');
    const cases: readonly [string, string, (bytes: Buffer) => Buffer][] = [
      ['flipped', 'timestamp.json', (bytes) => Buffer.from(bytes.toString().replace('"version": 1', '"version": 2'))],
      ['cut', '1.targets.json', (bytes) => bytes.subarray(0, 200)],
      ['role', 'timestamp.json', () => readFileSync(join(lab.root, 'metadata/1.snapshot.json'))],
      ['longer', '1.snapshot.json', (bytes) => Buffer.concat([bytes, Buffer.alloc(10, ' ')])],
      ['huge', 'timestamp.json', () => Buffer.alloc(17 * 1024 * 1024, ' ')],
      ['other-keys', 'timestamp.json', () => readFileSync(join(folder.path, 'roots-other/metadata/timestamp.json'))],
    ];
    for (const [name, file, change] of cases) {
      const copy = lab.copy(`changed-${name}`);
      const path = join(copy, 'metadata', file);
      writeFileSync(path, change(readFileSync(path)));
      rmSync(lab.trust, { recursive: true, force: true });
      await expect(lab.openFrom(copy), name).rejects.toMatchObject({
        code: expect.stringMatching(/REPOSITORY_REFUSED|LIMIT_EXCEEDED/) as string,
      });
    }
  });

  it('refuses a shard that is not what was signed, keeps what was there, and takes nothing from the place that served it', async () => {
    const lab = new Lab('tampered');
    const machine = 'tampered-machine';
    const first = await scanWith(lab, machine, [folderPlace(lab.root)]);
    await first.store[Symbol.asyncDispose]();
    lab.publish(1);
    for (const [name, change] of [['flipped', flipOneBit], ['cut', (bytes: Buffer) => bytes.subarray(1)], ['missing', undefined]] as const) {
      const copy = lab.copy(`tampered-${name}`);
      for (const shard of readdirSync(join(copy, 'targets/shards')).filter((file) => file.includes('.npm.'))) {
        const path = join(copy, 'targets/shards', shard);
        if (change === undefined) rmSync(path);
        else writeFileSync(path, change(readFileSync(path)));
      }
      const opened = await scanWith(lab, machine, [folderPlace(copy)], 13);
      const key = { ecosystem: 'npm', name: 'package-1' } as const;
      expect((await opened.store.find([key])).get('npm/package-1')!.all()[0]?.affected.ranges[0]?.fixed, name).toBe('1.0.1');
      await opened.store[Symbol.asyncDispose]();
    }
    const good = await scanWith(lab, machine, [folderPlace(lab.root)], 26);
    await using store = good.store;
    expect((await store.find([{ ecosystem: 'npm', name: 'package-1' }])).get('npm/package-1')!.all()[0]?.affected.ranges[0]?.fixed).toBe('2.0.1');
  }); // prettier-ignore

  it('refuses a manifest that names files elsewhere', async () => {
    const lab = new Lab('escape');
    const copy = lab.copy('escape-copy');
    const target = readdirSync(join(copy, 'targets/slices')).find((name) => name.endsWith('.npm.json'))!;
    const text = readFileSync(join(copy, 'targets/slices', target), 'utf8').replaceAll('shards/npm', '../../../evil');
    const sha256 = createHash('sha256').update(text).digest('hex');
    writeFileSync(join(copy, `targets/slices/${sha256}.npm.json`), text);
    const { signed } = JSON.parse(readFileSync(join(copy, 'metadata/1.targets.json'), 'utf8')) as {
      signed: { targets: Record<string, object> };
    };
    const targets = { ...signed.targets, 'slices/npm.json': { length: Buffer.byteLength(text), hashes: { sha256 } } };
    lab.forge(copy, '1.targets.json', 'targets', { targets });
    lab.forge(copy, '1.snapshot.json', 'snapshot', { meta: { 'targets.json': { version: 1 } } });
    lab.forge(copy, 'timestamp.json', 'timestamp', { meta: { 'snapshot.json': { version: 1 } } });
    const opened = await scanWith(lab, 'escape-machine', [folderPlace(copy)]);
    await using store = opened.store;
    expect([store.kind, readdirSync(folder.path).filter((name) => name.includes('evil'))]).toEqual(['starter', []]);
  });
});

function flipOneBit(bytes: Buffer): Buffer {
  const flipped = Buffer.from(bytes);
  flipped[bytes.length >> 1]! ^= 1;
  return flipped;
}

/** A scan of npm packages on a machine of that name, which reaches no publisher. */
function scanWith(lab: Lab, machine: string, places: readonly RepositoryPlace[], hours = 0): Promise<OpenedAdvisories> {
  const root = readFileSync(join(lab.root, 'metadata/1.root.json'));
  const sources = () => Promise.resolve({ advisory: [], enrichment: [] });
  const feeds = { folder: join(folder.path, 'no-feeds'), cache: join(folder.path, 'no-feeds') };
  const options = {
    root: join(folder.path, machine),
    repository: { root, open: () => Promise.resolve(places) },
    feeds,
    sources,
    toolVersion: '0.0.0',
  };
  return openLocalStore([sliceOf('npm', undefined)!], options, quietRuntime({ now: () => new Date(Date.now() + hours * 3_600_000) }));
}
