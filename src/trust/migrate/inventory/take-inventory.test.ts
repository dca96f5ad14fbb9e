import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { limits } from '../../../model/limits.ts';
import { quietRuntime } from '../../../model/runtime.ts';
import { takeInventory } from './take-inventory.ts';

function lay(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

const on = 'DOCKER_CONTENT_TRUST=1\n';

describe('takeInventory', () => {
  it('walks folders in order, skips other files, follows no links and reports how much it read', async () => {
    using folder = temporaryFolder();
    lay(folder.path, {
      'b/.env': on,
      'a/Dockerfile': `ENV ${on}`,
      'node_modules/x/.env': on,
      '.git/hooks.sh': on,
      'script': `#!/bin/sh\n${on}`,
      'plain': on,
      'picture.png': on,
    });
    symlinkSync(join(folder.path, 'b'), join(folder.path, 'c'));
    const { findings, issues, looked, trustDirectories } = await takeInventory({ paths: [folder.path, join(folder.path, 'b')], trustDirectories: [join(folder.path, 'none')] }, quietRuntime());
    expect(findings.map(({ path, line, holder }) => [path.slice(folder.path.length + 1), line, holder])).toEqual([
      ['a/Dockerfile', 1, 'Dockerfile'],
      ['b/.env', 1, '.env file'],
      ['script', 2, 'script'],
    ]);
    expect({ issues, looked, trustDirectories }).toEqual({ issues: [], looked: { files: 3, bytes: 27 + 23 + 33, links: 1, skippedFolders: 2 }, trustDirectories: [] });
  }); // prettier-ignore

  it('lists a file once that is given by two names', async () => {
    using folder = temporaryFolder();
    lay(folder.path, { 'app/.env': on });
    symlinkSync(join(folder.path, 'app'), join(folder.path, 'link'));
    const paths = [join(folder.path, 'app'), join(folder.path, 'link'), `${folder.path}/./app/.env`];
    const { findings, looked } = await takeInventory({ paths, trustDirectories: [] }, quietRuntime());
    expect({ places: findings.map(({ path, line }) => `${path}:${line}`), files: looked.files }).toEqual({
      places: [`${join(folder.path, 'app', '.env')}:1`],
      files: 1,
    });
  });

  it('reports what could not be read', async () => {
    using folder = temporaryFolder();
    lay(folder.path, { 'large.sh': `${on}${'#'.repeat(limits.inventoryFileBytes)}`, 'values.yaml': 'notary: {{ x }}\n  b: [\n' });
    const { issues } = await takeInventory({ paths: [folder.path, join(folder.path, 'gone')], trustDirectories: [] }, quietRuntime());
    expect(issues.map(({ code, path }) => [code, path?.slice(folder.path.length + 1)])).toEqual([
      ['FILE_TOO_LARGE', 'large.sh'],
      ['TRUST_FILE_INVALID', 'values.yaml'],
      ['FILE_UNREADABLE', 'gone'],
    ]);
  });

  it.skipIf(process.getuid?.() === 0)('a folder that may not be read is an issue', async () => {
    using folder = temporaryFolder();
    lay(folder.path, { 'shut/.env': on });
    chmodSync(join(folder.path, 'shut'), 0);
    const { issues } = await takeInventory({ paths: [folder.path], trustDirectories: [] }, quietRuntime());
    chmodSync(join(folder.path, 'shut'), 0o700);
    expect(issues.map(({ code }) => code)).toEqual(['FILE_UNREADABLE']);
  });
});

describe('trust directories', () => {
  it('lists keys by role and collections by expiry, and shows no key', async () => {
    using folder = temporaryFolder();
    const key = (headers: string): string => `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${headers}\nc2VjcmV0\n-----END ENCRYPTED PRIVATE KEY-----\n`;
    lay(folder.path, {
      'private/aaaa.key': key('role: root\n'),
      'private/bbbb.key': key('gun: docker.io/library/app\nrole: targets\n'),
      'private/tuf_keys/docker.io/library/old/cccc_snapshot.key': key(''),
      'private/root_keys/dddd_root.key': '-----BEGIN EC PRIVATE KEY-----\nc2VjcmV0\n-----END EC PRIVATE KEY-----\n',
      'private/junk.key': 'nothing',
      'tuf/docker.io/library/app/metadata/root.json': JSON.stringify({ signed: { _type: 'Root', version: 2, expires: '2031-01-02T03:04:05Z' } }),
      'tuf/docker.io/library/app/metadata/targets/releases.json': JSON.stringify({ signed: { version: 7, expires: 'never' } }),
      'tuf/docker.io/library/app/metadata/snapshot.json': '{',
      'tuf/docker.io/library/app/changelist/00000000000000000001_x.change': '{}',
    });
    const { trustDirectories, issues } = await takeInventory({ paths: [], trustDirectories: [folder.path] }, quietRuntime());
    expect(trustDirectories).toEqual([
      {
        path: folder.path,
        keys: [
          { path: join(folder.path, 'private/aaaa.key'), keyId: 'aaaa', role: 'root', isEncrypted: true },
          { path: join(folder.path, 'private/bbbb.key'), keyId: 'bbbb', role: 'targets', gun: 'docker.io/library/app', isEncrypted: true },
          { path: join(folder.path, 'private/root_keys/dddd_root.key'), keyId: 'dddd', role: 'root', isEncrypted: false },
          { path: join(folder.path, 'private/tuf_keys/docker.io/library/old/cccc_snapshot.key'), keyId: 'cccc', role: 'snapshot', gun: 'docker.io/library/old', isEncrypted: true },
        ],
        collections: [
          {
            gun: 'docker.io/library/app',
            roles: [
              { role: 'root', version: 2, expires: new Date('2031-01-02T03:04:05Z') },
              { role: 'snapshot' },
              { role: 'targets/releases', version: 7 },
            ],
            stagedChanges: 1,
          },
        ],
      },
    ]);
    expect(issues.map(({ code, path }) => [code, path?.slice(folder.path.length + 1)])).toEqual([
      ['TRUST_FILE_INVALID', 'private/junk.key'],
      ['TRUST_FILE_INVALID', 'tuf/docker.io/library/app/metadata/snapshot.json'],
    ]);
  }); // prettier-ignore
});
