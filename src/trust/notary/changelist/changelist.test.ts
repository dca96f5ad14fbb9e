import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { quietRuntime } from '../../../model/runtime.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { publicKeyFromKeyObject } from '../../crypto/public-key-from-pem.ts';
import { type Change } from './change.ts';
import { formatChange, parseChange } from './change-json.ts';
import { Changelist } from './changelist.ts';

const key = publicKeyFromKeyObject(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey, 'test');
const hash = Buffer.alloc(32, 0xaa);
const target = { length: 401, hashes: new Map([['sha256', hash]]) };

const changes: readonly Change[] = [
  { kind: 'add target', role: 'targets', name: 'v1', target },
  { kind: 'remove target', role: 'targets/releases', name: 'v1' },
  { kind: 'add delegation', role: 'targets/a', edit: { threshold: 1, addKeys: [key] } },
  { kind: 'add delegation', role: 'targets/a', edit: { addPaths: [''] } },
  { kind: 'update delegation', role: 'targets/a', edit: { removeKeyIds: [key.id], removePaths: ['x'] } },
  { kind: 'update delegation', role: 'targets/a', edit: { clearPaths: true } },
  { kind: 'remove delegation', role: 'targets/a' },
  { kind: 'purge keys', parent: 'targets', keyIds: [key.id] },
  { kind: 'witness', role: 'targets' },
  { kind: 'replace keys', role: 'timestamp', keys: [key] },
];

it.each(changes)('$kind is read as it was written', (change) => {
  expect(parseChange(Buffer.from(formatChange(change)), 'file')).toEqual(change);
});

it('is written as notary writes it', () => {
  const data = Buffer.from(`{"length":401,"hashes":{"sha256":"${hash.toString('base64')}"}}`).toString('base64');
  expect(formatChange(changes[0]!)).toBe(`{"action":"create","role":"targets","type":"target","path":"v1","data":"${data}"}`);
  expect(formatChange(changes[1]!)).toBe('{"action":"delete","role":"targets/releases","type":"target","path":"v1","data":null}');
});

it.each([
  ['', 'is empty'],
  ['[]', 'change is an array, not an object'],
  ['{"action":"create"}', 'role is missing'],
  ['{"action":"rename","role":"targets","type":"target","path":"","data":null}', 'rename target of targets is not supported'],
  ['{"action":"create","role":"targets","type":"target","path":"v1","data":null}', 'data is missing'],
  ['{"action":"create","role":"targets","type":"target","path":"v1","data":"*"}', 'data is not base64'],
  [`{"action":"create","role":"targets","type":"target","path":"v1","data":"${'['.repeat(40_000)}"}`, 'data is not base64'],
])('%s is refused, not passed over', (text, reason) => {
  expect(() => parseChange(Buffer.from(text), 'x.change')).toThrow(
    expect.objectContaining({ code: 'TRUST_FILE_UNUSABLE', message: `the staged change x.change: ${reason}` }),
  );
});

it('keeps its order, drops by file, and clears what cannot be read', async () => {
  using folder = temporaryFolder();
  const runtime = quietRuntime({ now: () => new Date(1_700_000_000_000) });
  const list = new Changelist(join(folder.path, 'changelist'));
  expect(await list.list()).toEqual([]);
  await list.add(changes, runtime);
  const staged = await list.list();
  expect(staged.map(({ change }) => change)).toEqual(changes);
  expect(readdirSync(join(folder.path, 'changelist'))[0]).toMatch(/^01700000000000000000_[0-9a-f-]{36}\.change$/);
  expect(readFileSync(staged[0]!.path, 'utf8')).toBe(formatChange(changes[0]!));
  await list.remove(staged.slice(1).map(({ path }) => path));
  expect((await list.list()).map(({ change }) => change)).toEqual(changes.slice(0, 1));
  writeFileSync(join(folder.path, 'changelist', '1_x.change'), 'garbage');
  await expect(list.list()).rejects.toThrow(expect.objectContaining({ code: 'TRUST_FILE_UNUSABLE' }));
  expect(await list.clear()).toBe(2);
  expect(await list.list()).toEqual([]);
});
