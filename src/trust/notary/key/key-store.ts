import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isExposed } from '../../../lib/file/is-exposed.ts';
import { syncFolder } from '../../../lib/file/sync-folder.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Logger } from '../../../model/runtime.ts';
import { exposedKeyWarning } from '../../crypto/exposed-key-warning.ts';
import { publicKeyFromKeyObject } from '../../crypto/public-key-from-pem.ts';
import { type PublicKey } from '../../crypto/public-key.ts';
import { readTrustFile } from '../directory/read-trust-file.ts';
import { isMissing, toTrustFileError } from '../directory/trust-file-error.ts';
import { writeTrustFile } from '../directory/write-trust-file.ts';
import { type KeyDerivation, notaryDerivation } from './encrypted-private-key.ts';
import { formatKeyFile, type KeyFile, openKeyFile, parseKeyFile } from './key-file.ts';
import { newPassphrase, type Passphrases, withPassphrase } from './passphrases.ts';

/** The file of a private key in a trust directory. */
export interface StoredKey {
  /** Key ID of the bare public key, in hexadecimal; root metadata list the ID of its certificate instead. */
  readonly id: string;
  /** `root`, `targets`, `snapshot`, the name of a signer or a delegation; empty when unknown. */
  readonly role: string;
  readonly gun?: string;
  readonly path: string;
  readonly isEncrypted: boolean;
  /** Whether other users may read or write it. */
  readonly isExposed: boolean;
}

/** An opened key pair; logs and JSON cannot show its private key. */
export class OpenKey {
  readonly publicKey: PublicKey;
  readonly #privateKey: KeyObject;

  constructor(privateKey: KeyObject, what: string) {
    this.publicKey = publicKeyFromKeyObject(privateKey, what);
    this.#privateKey = privateKey;
  }

  /** For signing and for writing it encrypted. */
  reveal(): KeyObject {
    return this.#privateKey;
  }
}

/** `<id>.key`, and before notary 0.5 `<id>_<role>.key` or `<gun>/<id>_<role>.key` in folders of their own, which are read only. */
const fileNamePattern = /^([0-9a-f]{64})(?:_([A-Za-z0-9-]+))?\.key$/;
const legacyFolders = ['root_keys', 'tuf_keys'];
const maxFolderDepth = 12;

/** The private keys of one trust directory. The passphrase of an opened key is not asked for again. */
export class KeyStore {
  readonly #folder: string;
  readonly #passphrases: Passphrases;
  readonly #derivation: KeyDerivation;
  readonly #log: Pick<Logger, 'warn'>;
  readonly #opened = new Map<string, OpenKey>();

  constructor(
    folder: string,
    passphrases: Passphrases,
    { derivation = notaryDerivation, log }: { readonly derivation?: KeyDerivation; readonly log: Pick<Logger, 'warn'> },
  ) {
    this.#folder = folder;
    this.#passphrases = passphrases;
    this.#derivation = derivation;
    this.#log = log;
  }

  /** By role, repository and ID. Throws LIMIT_EXCEEDED and TRUST_FILE_UNUSABLE. */
  async list(): Promise<readonly StoredKey[]> {
    const keys = new Map<string, StoredKey>();
    for (const path of await this.#findFiles()) {
      const key = await describeFile(path, this.#folder);
      if (key !== undefined && !keys.has(key.id)) keys.set(key.id, key);
    }
    const order = ({ role, gun = '', id }: StoredKey): string => [role, gun, id].join('\0');
    return [...keys.values()].sort((one, other) => (order(one) < order(other) ? -1 : 1));
  }

  async find(id: string): Promise<StoredKey | undefined> {
    const direct = await describeFile(join(this.#folder, `${id}.key`), this.#folder);
    return direct ?? (await this.list()).find((key) => key.id === id);
  }

  /** Warns where other users can read the file. Throws KEY_NOT_FOUND, KEY_UNUSABLE and PASSPHRASE_*. */
  async open(id: string): Promise<OpenKey> {
    const opened = this.#opened.get(id);
    if (opened !== undefined) return opened;
    const stored = await this.find(id);
    if (stored === undefined) throw new PratiqueError('KEY_NOT_FOUND', `the private key ${id} is not in ${this.#folder}`);
    if (stored.isExposed) this.#log.warn(exposedKeyWarning(stored.path));
    const file = await readKeyFile(stored.path);
    const open = (passphrase: string): KeyObject => openKeyFile(file, passphrase, stored.path);
    const locked = { keyId: id, role: stored.role, ...(stored.gun === undefined ? {} : { gun: stored.gun }) };
    const key = new OpenKey(stored.isEncrypted ? await withPassphrase(this.#passphrases, locked, open) : open(''), stored.path);
    if (key.publicKey.id !== id) throw new PratiqueError('KEY_UNUSABLE', `${stored.path} has another key, ${key.publicKey.id}`);
    this.#opened.set(id, key);
    return key;
  }

  /** A new P-256 key, as notary generates them, on the disk before it is returned. */
  create(role: string, gun?: string): Promise<OpenKey> {
    return this.add(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, role, gun);
  }

  /** Stores a key, encrypted with a passphrase that is asked for. An existing key is not changed. */
  async add(privateKey: KeyObject, role: string, gun?: string): Promise<OpenKey> {
    const key = new OpenKey(privateKey, `the ${role} key`);
    const { id } = key.publicKey;
    if ((await this.find(id)) === undefined) await this.#write(key, role, gun);
    this.#opened.set(id, key);
    return key;
  }

  /** Encrypts a key with another passphrase; the old file exists until the new one does. */
  async changePassphrase(id: string): Promise<void> {
    const key = await this.open(id);
    const stored = await this.find(id);
    if (stored === undefined) throw new PratiqueError('KEY_NOT_FOUND', `the private key ${id} is not in ${this.#folder}`);
    await this.#write(key, stored.role, stored.gun, stored.path);
  }

  /** Returns whether the key existed. */
  async remove(id: string): Promise<boolean> {
    const stored = await this.find(id);
    if (stored === undefined) return false;
    await rm(stored.path);
    await syncFolder(join(stored.path, '..'));
    this.#opened.delete(id);
    return true;
  }

  /** The content of a key file as it is on the disk. */
  async read(id: string): Promise<{ readonly stored: StoredKey; readonly file: KeyFile }> {
    const stored = await this.find(id);
    if (stored === undefined) throw new PratiqueError('KEY_NOT_FOUND', `the private key ${id} is not in ${this.#folder}`);
    return { stored, file: await readKeyFile(stored.path) };
  }

  async #write(key: OpenKey, role: string, gun: string | undefined, path?: string): Promise<void> {
    const { id } = key.publicKey;
    const named = { role, ...(gun === undefined ? {} : { gun }) };
    const passphrase = await newPassphrase(this.#passphrases, { keyId: id, ...named });
    await writeTrustFile(path ?? join(this.#folder, `${id}.key`), formatKeyFile(key.reveal(), passphrase, named, this.#derivation));
  }

  async #findFiles(): Promise<readonly string[]> {
    const found = await listFiles(this.#folder, 0);
    if (found.length <= limits.trustKeys) return found.sort();
    throw new PratiqueError('LIMIT_EXCEEDED', `${this.#folder} has more than ${limits.trustKeys} files`);
  }
}

/** Reads a key file from any place. */
export async function readKeyFile(path: string): Promise<KeyFile> {
  const file = await readTrustFile(path, limits.privateKeyBytes);
  if (file === undefined) throw new PratiqueError('KEY_NOT_FOUND', `there is no key file ${path}`);
  return parseKeyFile(file.bytes.toString('latin1'), path);
}

async function listFiles(folder: string, depth: number): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw toTrustFileError(error, folder, 'cannot be listed');
  });
  const files = entries.filter((entry) => entry.isFile() && fileNamePattern.test(entry.name)).map(({ name }) => join(folder, name));
  // Folders inside are only notary's old ones, and inside those the parts of a repository's name.
  const folders = entries.filter((entry) => entry.isDirectory() && (depth > 0 || legacyFolders.includes(entry.name)));
  for (const { name } of depth < maxFolderDepth ? folders : []) files.push(...(await listFiles(join(folder, name), depth + 1)));
  return files;
}

async function describeFile(path: string, folder: string): Promise<StoredKey | undefined> {
  const found = await readTrustFile(path, limits.privateKeyBytes);
  if (found === undefined) return undefined;
  const parts = path.slice(folder.length + 1).split(sep);
  const [, id = '', alias] = fileNamePattern.exec(parts.at(-1) ?? '') ?? [];
  const file = parseKeyFile(found.bytes.toString('latin1'), path);
  const gun = file.gun ?? (parts[0] === 'tuf_keys' && parts.length > 2 ? parts.slice(1, -1).join('/') : undefined);
  return {
    id,
    role: file.role ?? alias ?? '',
    ...(gun === undefined ? {} : { gun }),
    path,
    isEncrypted: file.isEncrypted,
    isExposed: isExposed(found.mode),
  };
}
