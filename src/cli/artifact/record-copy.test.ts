import { chmodSync, lstatSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRepository } from '../../trust/store/open-repository.ts';
import { prepareRecord } from './record-copy.ts';

let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'pratique-test-'))));
afterAll(() => rmSync(folder, { recursive: true }));

it('writes through a symbolic link and keeps the permissions of the file', async () => {
  const [file, link] = [join(folder, 'policy.yaml'), join(folder, 'link.yaml')];
  writeFileSync(file, 'trust:\n  images:\n    - match: mirror.example/**\n      sigstore: { identities: { key: k.pub } }\n');
  chmodSync(file, 0o600);
  symlinkSync('policy.yaml', link);
  await using target = await openRepository('mirror.example/app:1', { registry: {} });
  expect(await prepareRecord(link, 'ghcr.io/org/app', target).write()).toBe(
    `${link} now says that mirror.example/app was copied from ghcr.io/org/app`,
  );
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).toMatch(/\n {2}copies:\n {4}- \{ image: mirror\.example\/app, from: ghcr\.io\/org\/app \}\n$/);
});
