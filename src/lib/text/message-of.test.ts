import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect, it } from 'vitest';
import { messageOf } from './message-of.ts';

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

it.each<[string, unknown, string]>([
  ['an error', new Error('no such thing'), 'no such thing'],
  ['anything else', 5, '5'],
  ['a certificate that is none', thrownBy(() => new X509Certificate('x')), 'it has no PEM block of the expected kind'],
  ['a key that is none', thrownBy(() => createPrivateKey('x')), 'its format is not supported'],
  [
    'a failed handshake',
    new Error('write EPROTO 40B7:error:0A000152:SSL routines:final_renegotiate:unsafe legacy:../deps/openssl/extensions.c:893:\n'),
    'it is damaged, or its format is not supported',
  ],
  ['a wrong passphrase', new Error('error:1C800064:Provider routines::bad decrypt'), 'the passphrase is wrong, or the content is damaged'],
])('%s', (_, error, expected) => {
  expect(messageOf(error)).toBe(expected);
});
