import { createCipheriv, createDecipheriv, createHmac, hash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** What is derived from the server's key. The key itself is in no database, so that a copy of the database opens nothing. */
export class ServerKeys {
  readonly #encryption: Buffer;
  readonly #signing: Buffer;

  constructor(key: Buffer) {
    this.#encryption = Buffer.from(hkdfSync('sha256', key, '', 'pratique: secrets at rest', 32));
    this.#signing = Buffer.from(hkdfSync('sha256', key, '', 'pratique: cursors and form tokens', 32));
  }

  /** AES-256-GCM; `place` says what it belongs to, so that it cannot be moved to another row. */
  encrypt(text: string, place: string): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#encryption, nonce).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** Throws a plain error where the key, the place or the bytes are others. */
  decrypt(bytes: Uint8Array, place: string): string {
    const whole = Buffer.from(bytes);
    const decipher = createDecipheriv('aes-256-gcm', this.#encryption, whole.subarray(0, 12)).setAAD(Buffer.from(place));
    decipher.setAuthTag(whole.subarray(12, 28));
    return Buffer.concat([decipher.update(whole.subarray(28)), decipher.final()]).toString('utf8');
  }

  sign(text: string): string {
    return createHmac('sha256', this.#signing).update(text).digest('base64url').slice(0, 22);
  }
}

/** 256 bits, with a prefix that secret scanners can look for. */
export function makeToken(): string {
  return `pratique_${randomBytes(32).toString('base64url')}`;
}

/** Tokens have enough entropy of their own: a slow hash would only make requests slow. */
export function hashToken(token: string): string {
  return hash('sha256', token);
}

/** Compares without telling by its duration how much is equal. */
export function isSameSecret(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(hash('sha256', a)), Buffer.from(hash('sha256', b)));
}
