import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../../model/limits.ts';
import { type VerificationError } from '../../model/trust/verification-error.ts';
import { type Envelope } from './envelope.ts';
import { formatEnvelope } from './format-envelope.ts';
import { parseEnvelope } from './parse-envelope.ts';
import { preAuthEncoding } from './pre-auth-encoding.ts';

const good = { payloadType: 'application/vnd.in-toto+json', payload: 'e30=', signatures: [{ keyid: 'k', sig: 'AQID' }] };

function refusal(json: unknown): string {
  try {
    parseEnvelope(Buffer.from(typeof json === 'string' ? json : JSON.stringify(json)), 'envelope 1');
  } catch (error) {
    const { code, object, message } = error as VerificationError;
    return `${object} ${code} ${message}`;
  }
  return 'accepted';
}

// The first example is the test vector of DSSE 1.0, protocol.md.
it.each([
  ['http://example.com/HelloWorld', 'hello world', 'DSSEv1 29 http://example.com/HelloWorld 11 hello world'],
  ['', '', 'DSSEv1 0  0 '],
  ['é', 'é', 'DSSEv1 2 é 2 é'],
])('encodes %j and %j', (type, payload, expected) => {
  expect(preAuthEncoding(type, Buffer.from(payload)).toString()).toBe(expected);
});

it('encodes different pairs differently', () => {
  const pair = fc.tuple(fc.string({ unit: 'grapheme' }), fc.uint8Array());
  fc.assert(
    fc.property(pair, pair, ([type1, payload1], [type2, payload2]) => {
      const isSame = type1 === type2 && Buffer.compare(payload1, payload2) === 0;
      expect(preAuthEncoding(type1, payload1).equals(preAuthEncoding(type2, payload2))).toBe(isSame);
    }),
  );
});

it('reads what it writes', () => {
  const envelope: Envelope = {
    payloadType: 'a/b',
    payload: Buffer.from('{"a":"<é>"}'),
    signatures: [
      { signature: Buffer.from([1, 2]), keyId: 'k' },
      { signature: Buffer.from([255]), keyId: '' },
    ],
  };
  expect(formatEnvelope(envelope)).toBe(
    '{"payloadType":"a/b","payload":"eyJhIjoiPMOpPiJ9","signatures":[{"keyid":"k","sig":"AQI="},{"sig":"/w=="}]}',
  );
  expect(parseEnvelope(Buffer.from(formatEnvelope(envelope)), 'envelope 1')).toEqual(envelope);
});

describe('reading', () => {
  it('ignores unknown members and accepts URL-safe base64', () => {
    const json = { ...good, extra: 1, payload: '_-8', signatures: [{ sig: '_w==', keyid: null, more: [] }] };
    expect(parseEnvelope(Buffer.from(JSON.stringify(json)), 'envelope 1')).toEqual({
      payloadType: good.payloadType,
      payload: Buffer.from([255, 239]),
      signatures: [{ signature: Buffer.from([255]), keyId: '' }],
    });
  });

  it.each([
    ['', 'DSSE_ENVELOPE_INVALID the envelope is empty'],
    ['<html>', 'DSSE_ENVELOPE_INVALID the envelope is not JSON'],
    ['[]', 'DSSE_ENVELOPE_INVALID the envelope envelope is an array, not an object'],
    [{ ...good, payload: undefined }, 'DSSE_ENVELOPE_INVALID the envelope payload is missing'],
    [{ ...good, payload: 'e30=\n' }, 'DSSE_ENVELOPE_INVALID payload is not base64'],
    [{ ...good, payload: 7 }, 'DSSE_ENVELOPE_INVALID the envelope payload is 7, not a string'],
    [{ ...good, payloadType: '' }, 'DSSE_ENVELOPE_INVALID payloadType is empty'],
    [{ ...good, payloadType: undefined }, 'DSSE_ENVELOPE_INVALID the envelope payloadType is missing'],
    [{ ...good, signatures: [] }, 'DSSE_ENVELOPE_INVALID signatures is empty'],
    [{ ...good, signatures: undefined }, 'DSSE_ENVELOPE_INVALID the envelope signatures is missing'],
    [{ ...good, signatures: ['x'] }, 'DSSE_ENVELOPE_INVALID the envelope signatures[0] is "x", not an object'],
    [{ ...good, signatures: [{ keyid: 'k' }] }, 'DSSE_ENVELOPE_INVALID the envelope signatures[0].sig is missing'],
    [{ ...good, signatures: [{ sig: '' }] }, 'DSSE_ENVELOPE_INVALID signatures[0].sig is empty'],
    [{ ...good, signatures: [{ sig: 'AQI' + 'D=' }] }, 'DSSE_ENVELOPE_INVALID signatures[0].sig is not base64'],
    [{ ...good, signatures: [{ sig: 'AQID', keyid: 7 }] }, 'DSSE_ENVELOPE_INVALID the envelope signatures[0].keyid is 7, not a string'],
  ])('refuses %j', (json, expected) => {
    expect(refusal(json)).toBe(`envelope 1 ${expected}`);
  });

  it('enforces its limits', () => {
    const many = (count: number) => ({ ...good, signatures: Array.from({ length: count }, () => ({ sig: 'AQID' })) });
    expect(refusal(many(limits.dsseSignatures))).toBe('accepted');
    expect(refusal(many(limits.dsseSignatures + 1))).toContain('LIMIT_REACHED there are');
    expect(refusal('['.repeat(limits.dsseEnvelopeDepth + 1))).toContain('LIMIT_REACHED the envelope is nested');
  });
});
