import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { quietRuntime } from '../../../model/runtime.ts';
import { writeInteger, writeObjectIdentifier, writeOctetString, writeSequence } from '../../x509/der-writer.ts';
import { decryptPrivateKey, encryptPrivateKey, notaryDerivation, strongDerivation } from './encrypted-private-key.ts';
import { formatKeyFile, openKeyFile, parseKeyFile, parseKeyFiles } from './key-file.ts';
import { KeyStore } from './key-store.ts';
import { type Passphrases } from './passphrases.ts';

const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const code = (expected: string): unknown => expect.objectContaining({ code: expected });
const always =
  (passphrase: string | undefined): Passphrases =>
  () =>
    Promise.resolve(passphrase);

function isSame(one: KeyObject, other: KeyObject): boolean {
  return one.export({ type: 'pkcs8', format: 'der' }).equals(other.export({ type: 'pkcs8', format: 'der' }));
}

describe('a key file', () => {
  it.each([notaryDerivation, strongDerivation])('is opened with its passphrase and no other: %j', (derivation) => {
    const text = formatKeyFile(key, 'passphrase', { role: 'targets', gun: 'a/b' }, derivation);
    expect(text.split('\n').slice(0, 4)).toEqual(['-----BEGIN ENCRYPTED PRIVATE KEY-----', 'gun: a/b', 'role: targets', '']);
    const file = parseKeyFile(text, 'file');
    expect(file).toMatchObject({ role: 'targets', gun: 'a/b', isEncrypted: true });
    expect(isSame(openKeyFile(file, 'passphrase', 'file'), key)).toBe(true);
    expect(() => openKeyFile(file, 'passphrasf', 'file')).toThrow(code('PASSPHRASE_WRONG'));
    expect(() => openKeyFile(file, '', 'file')).toThrow(code('PASSPHRASE_WRONG'));
  });

  it.each([
    ['AES-256-CBC', ['-aes256']],
    ['AES-128-CBC', ['-aes128']],
  ])('of old, with DEK-Info %s, is read [301]', (_, cipher) => {
    const plain = key.export({ type: 'sec1', format: 'pem' }) as string;
    const legacy = execFileSync('openssl', ['ec', ...cipher, '-passout', 'pass:passphrase'], { input: plain, stdio: 'pipe' }).toString();
    const file = parseKeyFile(legacy.replace('Proc-Type', 'role: root\nProc-Type'), 'file');
    expect(file).toMatchObject({ role: 'root', isEncrypted: true });
    expect(isSame(openKeyFile(file, 'passphrase', 'file'), key)).toBe(true);
    expect(() => openKeyFile(file, 'wrong', 'file')).toThrow(code('PASSPHRASE_WRONG'));
  });

  it.each(['sec1', 'pkcs8'] as const)('in plain %s is read', (type) => {
    const file = parseKeyFile(key.export({ type, format: 'pem' }) as string, 'file');
    expect(file.isEncrypted).toBe(false);
    expect(isSame(openKeyFile(file, '', 'file'), key)).toBe(true);
  });

  it('that asks for 2^31 rounds is refused before any work [301]', () => {
    const rounds = writeSequence(writeOctetString(Buffer.alloc(8)), writeInteger(Buffer.from('7fffffff', 'hex')));
    const derivation = writeSequence(writeObjectIdentifier('1.2.840.113549.1.5.12'), rounds);
    const encryption = writeSequence(writeObjectIdentifier('2.16.840.1.101.3.4.1.42'), writeOctetString(Buffer.alloc(16)));
    const algorithm = writeSequence(writeObjectIdentifier('1.2.840.113549.1.5.13'), writeSequence(derivation, encryption));
    const costly = writeSequence(algorithm, writeOctetString(Buffer.alloc(32)));
    expect(() => decryptPrivateKey(costly, 'passphrase', 'file')).toThrow(
      expect.objectContaining({ code: 'KEY_UNUSABLE', message: expect.stringContaining('2147483647 rounds') }),
    );
  });

  it.each([
    ['an unknown cipher', (der: Buffer) => swap(der, '60864801650304012a', '60864801650304012b')],
    ['an unknown function', (der: Buffer) => swap(der, '2a864886f70d01050c', '2a864886f70d01050e')],
    ['bytes that are no DER', () => Buffer.from('garbage')],
  ])('with %s is refused [301]', (_, change) => {
    expect(() => decryptPrivateKey(change(encryptPrivateKey(key, 'passphrase', notaryDerivation)), 'passphrase', 'file')).toThrow(
      code('KEY_UNUSABLE'),
    );
  });

  it('whatever byte of it changes, it opens or is refused with a code', () => {
    const der = encryptPrivateKey(key, 'passphrase', notaryDerivation);
    const outcomes = new Set<string>();
    for (let at = 0; at < der.length; at += 1) {
      const changed = Buffer.from(der);
      changed[at] = (changed[at] ?? 0) ^ 0x20;
      outcomes.add(outcomeOf(changed));
    }
    expect([...outcomes].filter((outcome) => outcome !== 'opened').sort()).toEqual(['KEY_UNUSABLE', 'PASSPHRASE_WRONG']);
  });

  it.each([
    ['several keys', (text: string) => text + text, 'KEY_UNUSABLE'],
    ['a certificate', (text: string) => text.replaceAll('ENCRYPTED PRIVATE KEY', 'CERTIFICATE'), 'KEY_UNUSABLE'],
    ['nothing', () => '', 'KEY_UNUSABLE'],
    ['a cut text', (text: string) => text.slice(0, 120), 'KEY_UNUSABLE'],
  ])('with %s is refused [301]', (_, change, expected) => {
    const text = formatKeyFile(key, 'passphrase', { role: 'root' }, notaryDerivation);
    expect(() => parseKeyFile(change(text), 'file')).toThrow(code(expected));
  });

  it('an export has several', () => {
    const text = formatKeyFile(key, 'passphrase', { role: 'root', path: 'abc' }, notaryDerivation);
    expect(parseKeyFiles(text + text, 'file').map(({ role, path }) => [role, path])).toEqual([
      ['root', 'abc'],
      ['root', 'abc'],
    ]);
  });

  function outcomeOf(der: Buffer): string {
    try {
      decryptPrivateKey(der, 'passphrase', 'file');
      return 'opened';
    } catch (error) {
      return error instanceof PratiqueError ? error.code : String(error);
    }
  }
});

describe('the key store', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
    return () => folder[Symbol.dispose]();
  });
  const store = (passphrases: Passphrases = always('passphrase')): KeyStore =>
    new KeyStore(join(folder.path, 'private'), passphrases, { log: quietRuntime().log });

  it('writes for its owner only, and leaves nothing beside', async () => {
    const { publicKey } = await store().create('targets', 'a/b');
    const path = join(folder.path, 'private', `${publicKey.id}.key`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder.path, 'private')).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(folder.path, 'private'))).toEqual([`${publicKey.id}.key`]);
    expect(await store().list()).toEqual([{ id: publicKey.id, role: 'targets', gun: 'a/b', path, isEncrypted: true, isExposed: false }]);
  });

  it('warns about keys that other users can read [301]', async () => {
    const { publicKey } = await store().create('root');
    chmodSync(join(folder.path, 'private', `${publicKey.id}.key`), 0o644);
    expect((await store().find(publicKey.id))?.isExposed).toBe(true);
    const warnings: string[] = [];
    const log = { warn: (line: string): void => void warnings.push(line) };
    const path = join(folder.path, 'private', `${publicKey.id}.key`);
    await new KeyStore(join(folder.path, 'private'), always('passphrase'), { log }).open(publicKey.id);
    expect(warnings).toEqual([`the private key ${path} is accessible to other users; run: chmod 600 ${path}`]);
    chmodSync(path, 0o600);
    await new KeyStore(join(folder.path, 'private'), always('passphrase'), { log }).open(publicKey.id);
    expect(warnings.length).toBe(1);
  });

  it('finds the files of old notary', async () => {
    const { publicKey } = await store().create('root');
    const text = readFileSync(join(folder.path, 'private', `${publicKey.id}.key`), 'utf8').replace('role: root\n\n', '');
    const old = join(folder.path, 'old');
    mkdirSync(join(old, 'tuf_keys/localhost:5000/app'), { recursive: true });
    mkdirSync(join(old, 'root_keys'), { recursive: true });
    const second = await store().create('targets', 'x/y');
    writeFileSync(join(old, 'root_keys', `${publicKey.id}_root.key`), text);
    const targets = readFileSync(join(folder.path, 'private', `${second.publicKey.id}.key`), 'utf8').replace(/gun.*\nrole.*\n\n/, '');
    writeFileSync(join(old, 'tuf_keys/localhost:5000/app', `${second.publicKey.id}_targets.key`), targets);
    const legacy = new KeyStore(old, always('passphrase'), { log: quietRuntime().log });
    expect((await legacy.list()).map(({ id, role, gun }) => [id, role, gun])).toEqual([
      [publicKey.id, 'root', undefined],
      [second.publicKey.id, 'targets', 'localhost:5000/app'],
    ]);
    expect((await legacy.open(second.publicKey.id)).publicKey.id).toBe(second.publicKey.id);
  });

  it('changes a passphrase', async () => {
    const { publicKey } = await store().create('root');
    await store(({ isNew }) => Promise.resolve(isNew ? 'another one' : 'passphrase')).changePassphrase(publicKey.id);
    await expect(store().open(publicKey.id)).rejects.toThrow(code('PASSPHRASE_WRONG'));
    expect((await store(always('another one')).open(publicKey.id)).publicKey.id).toBe(publicKey.id);
  });

  it.each([
    ['none', undefined, 'PASSPHRASE_MISSING'],
    ['a short one', 'short', 'PASSPHRASE_MISSING'],
    ['an empty one', '', 'PASSPHRASE_MISSING'],
  ])('writes no key with %s [301]', async (_, passphrase, expected) => {
    await expect(store(always(passphrase)).create('root')).rejects.toThrow(code(expected));
    expect(existsSync(join(folder.path, 'private'))).toBe(false);
  });

  it('asks again, except for what was answered before', async () => {
    const { publicKey } = await store().create('root');
    const asked: number[] = [];
    const person: Passphrases = ({ attempt }) => {
      asked.push(attempt);
      return Promise.resolve(['wrong one', 'passphrase'][attempt - 1]);
    };
    await store(person).open(publicKey.id);
    await expect(store(({ attempt }) => (asked.push(attempt + 10), Promise.resolve('wrong one'))).open(publicKey.id)).rejects.toThrow(
      code('PASSPHRASE_WRONG'),
    );
    expect(asked).toEqual([1, 2, 11, 12]);
  });

  it('refuses a file that holds another key than its name says', async () => {
    const [one, two] = [await store().create('root'), await store().create('root')];
    const path = (id: string): string => join(folder.path, 'private', `${id}.key`);
    writeFileSync(path(one.publicKey.id), readFileSync(path(two.publicKey.id)));
    await expect(store().open(one.publicKey.id)).rejects.toThrow(code('KEY_UNUSABLE'));
    await expect(store().open('0'.repeat(64))).rejects.toThrow(code('KEY_NOT_FOUND'));
  });

  it('never shows a private key', async () => {
    const opened = await store().create('root');
    expect(JSON.stringify(opened)).not.toContain('private');
  });
});

function swap(der: Buffer, from: string, to: string): Buffer {
  return Buffer.from(der.toString('hex').replace(from, to), 'hex');
}
