import { expect, it } from 'vitest';
import { formatSignedPayload } from './format-signed-payload.ts';

const payload = Buffer.from('{"critical":{}}');
const pem = (body: string): string => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;

it('writes a signature by key with the members that cosign writes, in its order', () => {
  const annotations = new Map([['dev.cosignproject.cosign/signature', 'MEUC']]);
  expect(JSON.stringify(formatSignedPayload({ payload, annotations }))).toBe(
    '{"Base64Signature":"MEUC","Payload":"eyJjcml0aWNhbCI6e319","Cert":null,"Chain":null,"Bundle":null,"RFC3161Timestamp":null}',
  );
});

it('writes what proves a signature by identity', () => {
  const bundle = { SignedEntryTimestamp: 'MEQ=', Payload: { body: 'e30=', integratedTime: 1_700_000_000, logIndex: 7, logID: 'c0d2' } };
  const annotations = new Map([
    ['dev.cosignproject.cosign/signature', 'MEUC'],
    ['dev.sigstore.cosign/certificate', pem('MAA=')],
    ['dev.sigstore.cosign/chain', `${pem('MAEA')}${pem('MAEB')}`],
    ['dev.sigstore.cosign/bundle', JSON.stringify(bundle)],
    ['dev.sigstore.cosign/rfc3161timestamp', '{"SignedRFC3161Timestamp":"MAA="}'],
  ]);
  expect(formatSignedPayload({ payload, annotations })).toEqual({
    Base64Signature: 'MEUC',
    Payload: 'eyJjcml0aWNhbCI6e319',
    Cert: { Raw: 'MAA=' },
    Chain: [{ Raw: 'MAEA' }, { Raw: 'MAEB' }],
    Bundle: bundle,
    RFC3161Timestamp: { SignedRFC3161Timestamp: 'MAA=' },
  });
});

it('writes null for what cannot be read', () => {
  const annotations = new Map([
    ['dev.sigstore.cosign/certificate', 'x'],
    ['dev.sigstore.cosign/chain', ''],
    ['dev.sigstore.cosign/bundle', '{'],
  ]);
  expect(formatSignedPayload({ payload, annotations })).toMatchObject({
    Base64Signature: '',
    Cert: null,
    Chain: null,
    Bundle: null,
  });
});
