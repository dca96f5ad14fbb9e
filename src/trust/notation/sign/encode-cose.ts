import { encode, Tagged } from 'cborg';
import { coseLabels, coseSign1Tag, signedStructure } from '../envelope/decode-cose.ts';
import { headerNames, payloadMediaType } from '../envelope/notation-envelope.ts';
import { criticalNames, type EnvelopeContent, type UnfinishedEnvelope } from './envelope-content.ts';
import { type NotationSigner } from './notation-signer.ts';

/** Notary Project, signature-envelope-cose.md. */
export function encodeCose(content: EnvelopeContent, signer: NotationSigner): UnfinishedEnvelope {
  const protectedBytes = encode(
    new Map<number | string, unknown>([
      [coseLabels.algorithm, signer.algorithm.coseId],
      [coseLabels.critical, criticalNames(content)],
      [coseLabels.contentType, payloadMediaType],
      ...(content.expiry === undefined ? [] : [[headerNames.expiry, epoch(content.expiry)] as const]),
      [headerNames.signingScheme, 'notary.x509'],
      [headerNames.signingTime, epoch(content.signingTime)],
    ]),
  );
  const payload = new Uint8Array(content.payload);
  const signature = new Uint8Array(signer.sign(signedStructure(protectedBytes, payload)));
  return {
    signature,
    finish: (token) => {
      const unprotected = new Map<number | string, unknown>([
        [coseLabels.certificateChain, signer.chain.map(({ der }) => new Uint8Array(der))],
        ...(token === undefined ? [] : [[headerNames.timestampSignature, new Uint8Array(token)] as const]),
        [headerNames.signingAgent, content.signingAgent],
      ]);
      return encode(new Tagged(coseSign1Tag, [protectedBytes, unprotected, payload, signature]));
    },
  };
}

function epoch(time: Date): Tagged {
  return new Tagged(1, Math.trunc(time.getTime() / 1_000));
}
