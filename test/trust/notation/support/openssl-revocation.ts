import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MadeCertificate, openssl } from './openssl-certificates.ts';

/** `reason` is as openssl-ca(1) writes it: `keyCompromise`, `certificateHold`, `keyTime,20260101000000Z`. */
export interface Entry {
  readonly serial: number;
  readonly reason?: string;
}

export interface ListWish {
  readonly number?: number;
  /** Lines of an extension section. */
  readonly extensions?: readonly string[];
  /** Of openssl-ca(1), such as `-sigopt`. */
  readonly options?: readonly string[];
}

/** One authority's database, its lists by openssl-ca(1) and its answers by openssl-ocsp(1). */
export class OpensslRevocation {
  readonly #folder: string;
  readonly #authority: MadeCertificate;
  #count = 0;

  constructor(folder: string, authority: MadeCertificate) {
    this.#folder = folder;
    this.#authority = authority;
  }

  /** DER. */
  list(revoked: readonly Entry[], { number = 16, extensions = [], options = [] }: ListWish = {}): Buffer {
    const base = this.#database([], revoked);
    writeFileSync(`${base}.number`, `${number.toString(16).padStart(4, '0')}\n`);
    const lines = [
      '[ca]\ndefault_ca = own\n[own]',
      `database = ${base}.index\ncrlnumber = ${base}.number\ndefault_md = sha256\ndefault_crl_days = 1\ncrl_extensions = extensions`,
      `[extensions]\nauthorityKeyIdentifier = keyid`,
      ...extensions,
    ];
    writeFileSync(`${base}.config`, `${lines.join('\n')}\n`);
    openssl(
      'ca',
      '-gencrl',
      '-config',
      `${base}.config`,
      '-keyfile',
      this.#authority.keyPath,
      '-cert',
      this.#authority.certificatePath,
      '-out',
      `${base}.crl`,
      ...options,
    );
    return openssl('crl', '-in', `${base}.crl`, '-outform', 'DER');
  }

  /** DER of the answer to a request. `good` are the serial numbers that are known and not revoked. */
  answer(
    request: Uint8Array,
    good: readonly number[],
    revoked: readonly Entry[],
    responder = this.#authority,
    more: readonly string[] = ['-ndays', '1'],
  ): Buffer {
    const base = this.#database(good, revoked);
    writeFileSync(`${base}.request`, request);
    openssl(
      ...[
        'ocsp',
        '-index',
        `${base}.index`,
        '-CA',
        this.#authority.certificatePath,
        '-rsigner',
        responder.certificatePath,
        '-rkey',
        responder.keyPath,
      ],
      ...['-rmd', 'sha256', '-reqin', `${base}.request`, '-respout', `${base}.response`, ...more],
    );
    return readFileSync(`${base}.response`);
  }

  #database(good: readonly number[], revoked: readonly Entry[]): string {
    this.#count += 1;
    const base = join(this.#folder, `revocation-${this.#count}`);
    const hex = (serial: number): string => {
      const text = serial.toString(16).toUpperCase();
      return text.length % 2 === 0 ? text : `0${text}`;
    };
    const lines = [
      ...good.map((serial) => `V\t400101000000Z\t\t${hex(serial)}\tunknown\t/CN=${serial}`),
      ...revoked.map(
        ({ serial, reason }) =>
          `R\t400101000000Z\t250101000000Z${reason === undefined ? '' : `,${reason}`}\t${hex(serial)}\tunknown\t/CN=${serial}`,
      ),
    ];
    writeFileSync(`${base}.index`, lines.map((line) => `${line}\n`).join(''));
    return base;
  }
}
