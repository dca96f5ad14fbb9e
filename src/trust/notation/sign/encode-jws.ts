import { headerNames, payloadMediaType } from '../envelope/notation-envelope.ts';
import { criticalNames, type EnvelopeContent, type UnfinishedEnvelope } from './envelope-content.ts';
import { type NotationSigner } from './notation-signer.ts';

/** Notary Project, signature-envelope-jws.md. */
export function encodeJws(content: EnvelopeContent, signer: NotationSigner): UnfinishedEnvelope {
  const headers = {
    alg: signer.algorithm.jwsName,
    crit: criticalNames(content),
    cty: payloadMediaType,
    ...(content.expiry === undefined ? {} : { [headerNames.expiry]: formatTime(content.expiry) }),
    [headerNames.signingScheme]: 'notary.x509',
    [headerNames.signingTime]: formatTime(content.signingTime),
  };
  const protectedText = Buffer.from(JSON.stringify(headers)).toString('base64url');
  const payload = Buffer.from(content.payload).toString('base64url');
  const signature = signer.sign(Buffer.from(`${protectedText}.${payload}`, 'latin1'));
  return {
    signature,
    finish: (token) => {
      const header = {
        ...(token === undefined ? {} : { [headerNames.timestampSignature]: Buffer.from(token).toString('base64') }),
        x5c: signer.chain.map(({ der }) => Buffer.from(der).toString('base64')),
        [headerNames.signingAgent]: content.signingAgent,
      };
      return Buffer.from(
        JSON.stringify({ payload, protected: protectedText, header, signature: Buffer.from(signature).toString('base64url') }),
      );
    },
  };
}

/** RFC 3339 without fractions. */
function formatTime(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}
