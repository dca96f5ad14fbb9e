import { PratiqueError } from '../../../model/pratique-error.ts';

/** The key whose passphrase is wanted. */
export interface LockedKey {
  /** Key ID in hexadecimal; absent of a key that is being made. */
  readonly keyId?: string;
  /** `root`, `targets`, `snapshot`, a signer's name or a delegation. */
  readonly role: string;
  readonly gun?: string;
}

export interface PassphraseRequest extends LockedKey {
  /** Whether it is a new one, to be asked for twice. */
  readonly isNew: boolean;
  /** 1, and more when the last answer did not open the key. */
  readonly attempt: number;
}

/** Answers from the environment, a file or a person; `undefined` ends the asking. The same answer twice is not tried twice. */
export type Passphrases = (request: PassphraseRequest) => Promise<string | undefined>;

/** Of a person, as in notary. */
const maxAttempts = 3;

/** What notary asks of new passphrases: characters. */
const minCharacters = 8;

/** Calls `open` with each given passphrase until it does not throw PASSPHRASE_WRONG. Throws PASSPHRASE_MISSING when there is no other one. */
export async function withPassphrase<T>(passphrases: Passphrases, key: LockedKey, open: (passphrase: string) => T): Promise<T> {
  let failure = missing(key);
  let last: string | undefined;
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const passphrase = await passphrases({ ...key, isNew: false, attempt });
    if (passphrase === undefined || passphrase === last) break;
    try {
      return open(passphrase);
    } catch (error) {
      if (!(error instanceof PratiqueError) || error.code !== 'PASSPHRASE_WRONG') throw error;
      failure = error;
      last = passphrase;
    }
  }
  throw failure;
}

/** A passphrase for a key that is written. Throws PASSPHRASE_MISSING when there is none, or it is shorter than notary takes. */
export async function newPassphrase(passphrases: Passphrases, key: LockedKey): Promise<string> {
  const passphrase = await passphrases({ ...key, isNew: true, attempt: 1 });
  if (passphrase === undefined) throw missing(key);
  if (passphrase.length >= minCharacters) return passphrase;
  throw new PratiqueError('PASSPHRASE_MISSING', `the new passphrase of the ${key.role} key is shorter than ${minCharacters} characters`, {
    hint: 'give a longer one',
  });
}

function missing({ role, keyId }: LockedKey): PratiqueError {
  return new PratiqueError('PASSPHRASE_MISSING', `no passphrase for the ${role} key${keyId === undefined ? '' : ` ${keyId.slice(0, 12)}`}`);
}
