import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { exportCollection, type CollectionExport } from '../../../src/trust/migrate/export/export-collection.ts';
import { formatExport } from '../../../src/trust/migrate/export/format-export.ts';
import { parseGun } from '../../../src/trust/notary/gun.ts';
import { openHttpRemote } from '../../../src/trust/notary/remote/http-remote.ts';
import { type MetadataRemote } from '../../../src/trust/notary/remote/metadata-remote.ts';
import { hasNotary, runNotary, startNotaryLab, type NotaryLab } from '../../support/notary-lab.ts';
import { checkSchema, type Schema } from '../../support/check-schema.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const gun = parseGun('localhost:15000/lab/app');
const schema = JSON.parse(readFileSync(new URL('../../../docs/reference/trust-export.schema.json', import.meta.url), 'utf8')) as Schema;
const firstUse = { certificates: new Map(), authorities: new Map(), allowFirstUse: true } as const;
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A repository with a history, made by the reference client: tags added, changed and removed, a delegation, and a root that was rotated. */
describe.skipIf(!hasNotary)('export of what the reference client published', () => {
  let lab: NotaryLab;
  const folder = temporaryFolder();
  const trustDirectory = join(folder.path, 'trust');
  const notary = async (...words: string[]): Promise<void> => {
    const ran = await runNotary(words, { url: lab.url, authorityFile: lab.authorityFile, trustDirectory, input: 'yes\n' });
    if (ran.status !== 0) throw new Error(`notary ${words.join(' ')}: ${ran.stderr}${ran.stdout}`);
  };

  beforeAll(async () => {
    lab = await startNotaryLab();
    for (const text of ['one', 'two']) writeFileSync(join(folder.path, text), text);
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-keyout',
        join(folder.path, 'bob.key'),
        '-out',
        join(folder.path, 'bob.crt'),
        '-days',
        '30',
        '-subj',
        '/CN=bob',
      ],
      { stdio: 'pipe' },
    );
    await notary('init', '-p', gun);
    await notary('key', 'rotate', gun, 'snapshot', '-r');
    await notary('add', '-p', gun, 'v1', join(folder.path, 'one'));
    await notary('add', '-p', gun, 'gone', join(folder.path, 'one'));
    await notary('delegation', 'add', '-p', gun, 'targets/releases', join(folder.path, 'bob.crt'), '--all-paths');
    await notary('delegation', 'add', '-p', gun, 'targets/bob', join(folder.path, 'bob.crt'), '--all-paths');
    await notary('key', 'import', join(folder.path, 'bob.key'), '--role', 'bob');
    await notary('add', '-p', gun, 'v2', join(folder.path, 'two'), '-r', 'targets/releases', '-r', 'targets/bob');
    await notary('remove', '-p', gun, 'gone');
    await notary('add', '-p', gun, 'v1', join(folder.path, 'two'));
    await notary('key', 'rotate', gun, 'root');
    await notary('key', 'rotate', gun, 'targets');
  });
  afterAll(async () => {
    await lab[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  const startedAt = new Date();
  const run = async (withPrivateKeys: boolean, change?: (remote: MetadataRemote) => MetadataRemote): Promise<CollectionExport> => {
    await using remote = await openHttpRemote(gun, { server: lab.url, caFile: lab.authorityFile, dockerConfigDirectory: folder.path });
    const request = { gun, remote: change?.(remote) ?? remote, pins: firstUse, trustDirectory: { path: trustDirectory }, withPrivateKeys, startedAt };
    return await exportCollection(request, quickRuntime());
  }; // prettier-ignore

  it('has every tag, role, key and version, all verified', async () => {
    const { collection, issues } = await run(false);
    expect(issues).toEqual([]);
    expect(collection.verification).toEqual({ isVerified: true, trustRoot: { kind: 'first use', name: expect.any(String) } });
    const tag = { version: expect.any(Number), expires: expect.any(String), disagreements: [] };
    expect(collection.tags).toEqual([
      { ...tag, tag: 'v1', digest: `sha256:${digest('two')}`, size: 3, role: 'targets', signers: [] },
      { ...tag, tag: 'v2', digest: `sha256:${digest('two')}`, size: 3, role: 'targets/releases', signers: ['bob'] },
    ]);
    expect(collection.roles.map(({ role, threshold, paths, problem }) => [role, threshold, paths, problem])).toEqual([
      ['root', 1, undefined, undefined],
      ['targets', 1, undefined, undefined],
      ['snapshot', 1, undefined, undefined],
      ['timestamp', 1, undefined, undefined],
      ['targets/releases', 1, [''], undefined],
      ['targets/bob', 1, [''], undefined],
    ]);
    expect(collection.history.map(({ role, tag: name, change, digest: is }) => [role, name, change, is?.slice(0, 15)])).toEqual([
      ['targets', 'v1', 'signed', `sha256:${digest('one').slice(0, 8)}`],
      ['targets', 'gone', 'signed', `sha256:${digest('one').slice(0, 8)}`],
      ['targets', 'gone', 'removed', undefined],
      ['targets', 'v1', 'changed', `sha256:${digest('two').slice(0, 8)}`],
      ['targets/bob', 'v2', 'signed', `sha256:${digest('two').slice(0, 8)}`],
      ['targets/releases', 'v2', 'signed', `sha256:${digest('two').slice(0, 8)}`],
    ]);
    expect(collection.files.filter(({ isVerified }) => !isVerified)).toEqual([]);
    const versions = collection.files.filter(({ role }) => role === 'root').map(({ version }) => version);
    expect(versions.sort()).toEqual([1, 2, 3, 4]);
    // Notary counts up before it first publishes.
    expect(collection.gaps).toEqual([{ role: 'targets', versions: [1] }, { role: 'snapshot', versions: [1] }]);
    const keyRoles = collection.keys.flatMap(({ roles }) => roles).sort();
    expect(keyRoles).toEqual(['root', 'root', 'snapshot', 'snapshot', 'targets', 'targets', 'targets/bob', 'targets/releases', 'timestamp']);
  }); // prettier-ignore

  it('contains private keys only on request, encrypted as stored and readable by the owner only', async () => {
    const without = await run(false);
    const privateKeys = without.collection.privateKeys.map(({ role, isEncrypted, path }) => [role, isEncrypted, path]);
    expect(privateKeys.filter(([role]) => role === 'root')).toEqual([['root', true, undefined], ['root', true, undefined]]);
    expect(Buffer.concat([...formatExport([without], { tool: 'test', exportedAt: startedAt }).chunks]).includes('PRIVATE KEY')).toBe(false);
    const withKeys = await run(true);
    const taken = withKeys.files.filter(({ name }) => name.startsWith('private/'));
    expect(taken.length).toBe(withKeys.collection.privateKeys.length);
    for (const { name, bytes, mode } of taken) {
      expect(mode).toBe(0o600);
      expect(Buffer.from(bytes).equals(readFileSync(join(trustDirectory, name)))).toBe(true);
      expect(Buffer.from(bytes).toString()).toContain('ENCRYPTED PRIVATE KEY');
    }
  }); // prettier-ignore

  it('is an archive that tar unpacks, the same bytes each time, with every file that the index names', async () => {
    const about = { tool: 'test', exportedAt: startedAt };
    const { chunks, index } = formatExport([await run(false)], about);
    const bytes = Buffer.concat([...chunks]);
    expect(Buffer.concat([...formatExport([await run(false)], about).chunks]).equals(bytes)).toBe(true);
    const unpacked = join(folder.path, 'unpacked');
    mkdirSync(unpacked);
    execFileSync('tar', ['-C', unpacked, '-x'], { input: bytes });
    expect(JSON.parse(readFileSync(join(unpacked, 'index.json'), 'utf8'))).toEqual(index);
    expect(checkSchema(schema, JSON.parse(readFileSync(join(unpacked, 'index.json'), 'utf8')))).toEqual([]);
    const [collection] = index.collections;
    for (const { path, digest: expected, size } of collection?.files ?? []) {
      const content = readFileSync(join(unpacked, path));
      expect([`sha256:${createHash('sha256').update(content).digest('hex')}`, content.length]).toEqual([expected, size]);
    }
    const named = [...(collection?.files ?? []), ...(collection?.keys ?? [])].map(({ path }) => path);
    const files = readdirSync(unpacked, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBe(named.length + 1);
  });

  it('says what does not verify, and keeps it', async () => {
    const spoil = (remote: MetadataRemote): MetadataRemote => ({
      ...remote,
      fetch: async (file, maxBytes, runtime) => {
        const bytes = await remote.fetch(file, maxBytes, runtime);
        const isOld = 'version' in file && file.role === 'targets' && file.version === 3;
        return isOld ? Buffer.from(bytes!.toString().replace('"v1"', '"v9"')) : bytes;
      },
    });
    const { collection, issues } = await run(false, spoil);
    expect(collection.verification.isVerified).toBe(true);
    expect(collection.files.filter(({ isVerified }) => !isVerified).map(({ role, version }) => [role, version])).toEqual([['targets', 3]]);
    expect(issues.map(({ code, message }) => [code, message.split(':')[2]?.trim().slice(0, 20)])).toEqual([['TRUST_DATA_DOUBTFUL', expect.any(String)]]);
  }); // prettier-ignore

  it('of a repository that fails verification has no tags and all of its files', async () => {
    await using remote = await openHttpRemote(gun, { server: lab.url, caFile: lab.authorityFile, dockerConfigDirectory: folder.path });
    const request = { gun, remote, pins: firstUse, withPrivateKeys: false, startedAt: new Date('2060-01-01T00:00:00Z') };
    const { collection, issues } = await exportCollection(request, quickRuntime());
    expect(collection.verification).toMatchObject({ isVerified: false, code: 'ROOT_CERTIFICATE_EXPIRED' });
    expect(collection.tags).toEqual([]);
    expect(collection.files.length).toBeGreaterThan(10);
    const { index } = formatExport([{ collection, files: [], issues }], { tool: 'test', exportedAt: startedAt });
    expect(checkSchema(schema, JSON.parse(JSON.stringify(index)))).toEqual([]);
    expect(issues.length).toBe(1);
  }); // prettier-ignore

  it('of a repository that the server does not know is nothing', async () => {
    const other = parseGun('localhost:15000/lab/other');
    await using remote = await openHttpRemote(other, { server: lab.url, caFile: lab.authorityFile, dockerConfigDirectory: folder.path });
    const request = { gun: other, remote, pins: firstUse, withPrivateKeys: false, startedAt };
    await expect(exportCollection(request, quickRuntime())).rejects.toMatchObject({ code: 'TRUST_DATA_NOT_FOUND' });
  });
});
