import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { parseReference } from '../../model/reference.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { metadataFile } from './directory/trust-directory.ts';
import { parseGun } from './gun.ts';
import { canonicalGun, findGun, gunsToAsk } from './repository-gun.ts';

it.each([
  ['alpine', 'docker.io/library/alpine'],
  ['index.docker.io/library/alpine', 'docker.io/library/alpine'],
  ['registry-1.docker.io:443/org/app', 'docker.io/org/app'],
  ['index.docker.io:80/org/app', 'docker.io/org/app'],
  ['ghcr.io:443/org/app', 'ghcr.io/org/app'],
  ['127.0.0.1:80/org/app', '127.0.0.1/org/app'],
  ['[::1]:443/org/app', '[::1]/org/app'],
  ['localhost:5000/org/app', 'localhost:5000/org/app'],
  ['localhost:8080/org/app', 'localhost:8080/org/app'],
])('%s is %s in trust metadata', (text, gun) => {
  expect(canonicalGun(parseReference(text))).toBe(gun);
});

it.each([
  ['r.example/org/app', false, ['r.example/org/app']],
  ['r.example:443/org/app', false, ['r.example/org/app', 'r.example:443/org/app']],
  ['r.example:443/org/app', true, ['r.example/org/app', 'r.example:443/org/app', 'r.example:80/org/app']],
  ['r.example/org/app', true, ['r.example/org/app', 'r.example:443/org/app', 'r.example:80/org/app']],
  ['r.example:5000/org/app', false, ['r.example:5000/org/app']],
  ['alpine', true, ['docker.io/library/alpine']],
])('asks a server for %s (pinned: %s) under %j', (text, isPinned, guns) => {
  expect(gunsToAsk(parseReference(text), { isPinned })).toEqual(guns);
});

it('finds the cached root of any spelling, the canonical one first', async () => {
  using folder = temporaryFolder();
  const directory = { path: folder.path };
  const spellings = ['', ':80', ':443'].map((port) => parseReference(`r.example${port}/org/app`));
  const cache = (name: string): void => {
    const path = metadataFile(directory, parseGun(name), 'root');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '{}');
  };
  const find = async (): Promise<unknown> => Promise.all(spellings.map((each) => findGun(each, directory)));
  const all = (gun: string, isKnown: boolean): unknown => spellings.map(() => ({ gun, isKnown }));
  expect(await find()).toEqual(all('r.example/org/app', false));
  cache('r.example:80/org/app');
  expect(await find()).toEqual(all('r.example:80/org/app', true));
  cache('r.example/org/app');
  expect(await find()).toEqual(all('r.example/org/app', true));
  writeFileSync(join(folder.path, 'file'), '');
  expect(await findGun(spellings[0]!, { path: join(folder.path, 'file') })).toEqual({ gun: 'r.example/org/app', isKnown: false });
});
