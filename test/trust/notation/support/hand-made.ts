import { encode, Tagged } from 'cborg';
import { signedStructure } from '../../../../src/trust/notation/envelope/decode-cose.ts';
import { type NotationSigner } from '../../../../src/trust/notation/sign/notation-signer.ts';
import { subject } from './sign-sample.ts';

/** Envelopes with a right signature over whatever a test puts in. */
export interface JwsParts {
  /** Added to the usual headers; `undefined` leaves one out. Text stands for the whole. */
  readonly headers?: Readonly<Record<string, unknown>> | string;
  readonly payload?: unknown;
  readonly unprotected?: Readonly<Record<string, unknown>>;
  readonly envelope?: Readonly<Record<string, unknown>>;
}

export function handMadeJws(signer: NotationSigner, parts: JwsParts = {}): Uint8Array {
  const usual = {
    alg: signer.algorithm.jwsName,
    cty: 'application/vnd.cncf.notary.payload.v1+json',
    crit: ['io.cncf.notary.signingScheme'],
    'io.cncf.notary.signingScheme': 'notary.x509',
    'io.cncf.notary.signingTime': '2026-01-02T03:04:05Z',
  };
  const headers = typeof parts.headers === 'string' ? parts.headers : JSON.stringify({ ...usual, ...parts.headers });
  const payload = typeof parts.payload === 'string' ? parts.payload : JSON.stringify(parts.payload ?? { targetArtifact: subject });
  const [protectedText, payloadText] = [headers, payload].map((text) => Buffer.from(text).toString('base64url')) as [string, string];
  const signature = Buffer.from(signer.sign(Buffer.from(`${protectedText}.${payloadText}`))).toString('base64url');
  const header = { x5c: signer.chain.map(({ der }) => Buffer.from(der).toString('base64')), ...parts.unprotected };
  return Buffer.from(JSON.stringify({ payload: payloadText, protected: protectedText, header, signature, ...parts.envelope }));
}

type Labels = Iterable<readonly [unknown, unknown]>;

export interface CoseParts {
  readonly headers?: Labels;
  /** The protected header as bytes, whatever they are. */
  readonly headerBytes?: Uint8Array;
  readonly without?: readonly unknown[];
  readonly payload?: unknown;
  readonly unprotected?: Labels;
  readonly withoutChain?: boolean;
  /** 18 when absent; `undefined` for no tag. */
  readonly tag?: number | undefined;
}

export function usualCoseHeaders(signer: NotationSigner): Map<unknown, unknown> {
  return new Map<unknown, unknown>([
    [1, signer.algorithm.coseId],
    [2, ['io.cncf.notary.signingScheme']],
    [3, 'application/vnd.cncf.notary.payload.v1+json'],
    ['io.cncf.notary.signingScheme', 'notary.x509'],
    ['io.cncf.notary.signingTime', new Tagged(1, 1_767_322_800)],
  ]);
}

export function handMadeCose(signer: NotationSigner, parts: CoseParts = {}): Uint8Array {
  const headers = new Map([...usualCoseHeaders(signer), ...(parts.headers ?? [])]);
  for (const label of parts.without ?? []) headers.delete(label);
  const headerBytes = parts.headerBytes ?? encode(headers);
  const payload = new Uint8Array(Buffer.from(JSON.stringify(parts.payload ?? { targetArtifact: subject })));
  const signature = new Uint8Array(signer.sign(signedStructure(headerBytes, payload)));
  const chain = signer.chain.map(({ der }) => new Uint8Array(der));
  const unprotected = new Map<unknown, unknown>([
    ...(parts.withoutChain === true ? [] : [[33, chain] as const]),
    ...(parts.unprotected ?? []),
  ]);
  const message = [headerBytes, unprotected, payload, signature];
  return encode('tag' in parts && parts.tag === undefined ? message : new Tagged(parts.tag ?? 18, message));
}
