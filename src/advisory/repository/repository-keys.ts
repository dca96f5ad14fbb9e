import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from '../../lib/file/make-directory.ts';
import { writeFileAtomicallySync } from '../../lib/file/write-file-atomically.ts';
import { messageOf } from '../../lib/text/message-of.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { tufKey, type TufRole, type TufSigner } from './tuf-envelope.ts';

/** A directory with the private keys of a repository: `ROLE-KEYID.pem`, PKCS#8, encrypted where there is a passphrase. */
export interface KeyDirectory {
  readonly directory: string;
  readonly passphrase?: string;
}

/** Keys of a role whose private part is here. Those of roles that are signed elsewhere are simply missing. Throws KEY_UNUSABLE. */
export function readSigners({ directory, passphrase }: KeyDirectory, role: TufRole): readonly TufSigner[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.startsWith(`${role}-`) && name.endsWith('.pem'))
    .sort()
    .map((name) => {
      const privateKey = readKey(join(directory, name), passphrase);
      return { key: tufKey(createPublicKey(privateKey)), privateKey };
    });
}

/** Makes a key for a role. Only its owner may read the file. */
export function makeSigner({ directory, passphrase }: KeyDirectory, role: TufRole): TufSigner {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = tufKey(publicKey);
  const cipher = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
  makeDirectory(directory, { mode: 0o700 });
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8', ...cipher });
  writeFileAtomicallySync(join(directory, `${role}-${key.id.slice(0, 16)}.pem`), [Buffer.from(pem)], {
    mode: 0o600,
    sync: 'content-and-name',
  });
  return { key, privateKey };
}

function readKey(path: string, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey({ key: readFileSync(path), ...(passphrase !== undefined && { passphrase }) });
  } catch (error) {
    const isLocked = passphrase === undefined && /passphrase|interrupted or cancelled/i.test(messageOf(error));
    throw new PratiqueError('KEY_UNUSABLE', `${path} cannot be read: ${isLocked ? 'it is encrypted' : messageOf(error)}`, {
      cause: error,
      ...(isLocked && { hint: 'set PRATIQUE_REPO_PASSPHRASE' }),
    });
  }
}
