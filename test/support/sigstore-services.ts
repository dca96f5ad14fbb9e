import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { fulcioHandler, initializeCA, initializeCTLog, initializeTLog, initializeTSA, tsaHandler } from '@sigstore/mock';

/** sigstore's own mock of its services, served from 127.0.0.1: they really sign, and `trustedRoot` is the root that trusts them. */
export interface SigstoreServices extends AsyncDisposable {
  readonly certificateAuthority: URL;
  /** Rekor v1 and v2, the same log. */
  readonly log: URL;
  readonly tiledLog: URL;
  readonly timestampAuthority: URL;
  /** `trusted_root.json` */
  readonly trustedRoot: Buffer;
  readonly requests: { readonly path: string; readonly headers: IncomingMessage['headers']; readonly body: Buffer }[];
  /** Answers in place of a service, by its first path segment: `ca`, `log`, `tiles`, `tsa`. */
  readonly faults: Map<string, (request: { readonly body: Buffer; readonly answer: () => Promise<Answer> }) => Answer | Promise<Answer>>;
}

export interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export async function startSigstoreServices(): Promise<SigstoreServices> {
  const requests: SigstoreServices['requests'] = [];
  const faults: SigstoreServices['faults'] = new Map();
  const routes = new Map<string, (body: Buffer) => Promise<Answer>>();
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const path = request.url ?? '';
    requests.push({ path, headers: request.headers, body });
    const [, service = ''] = path.split('/');
    const answerRoute = (): Promise<Answer> => routes.get(path)?.(body) ?? Promise.resolve({ status: 404, body: 'not here' });
    const fault = faults.get(service);
    const answer = await (fault === undefined ? answerRoute() : fault({ body, answer: answerRoute }));
    response.writeHead(answer.status, { 'content-type': answer.type ?? 'application/json', ...answer.headers }).end(answer.body);
  };
  const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { trustedRoot, handlers } = await makeServices(base);
  for (const [path, handler] of handlers) routes.set(path, handler);
  return {
    certificateAuthority: new URL(`${base}/ca`),
    log: new URL(`${base}/log`),
    tiledLog: new URL(`${base}/tiles`),
    timestampAuthority: new URL(`${base}/tsa/api/v1/timestamp`),
    trustedRoot,
    requests,
    faults,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A token whose signature nobody checks: the mock authority reads its claims only. */
export function makeIdentityToken(claims: Readonly<Record<string, unknown>> = {}): string {
  const expires = Math.floor(Date.now() / 1_000) + 600;
  const payload = { iss: 'https://issuer.example', sub: 'https://example.com/workflow', aud: 'sigstore', exp: expires, ...claims };
  return [{ alg: 'RS256' }, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') + '.c2lnbmF0dXJl';
}

async function makeServices(
  base: string,
): Promise<{ trustedRoot: Buffer; handlers: ReadonlyMap<string, (body: Buffer) => Promise<Answer>> }> {
  const [authorityKey, certificateLogKey, logKey, timestampKey] = [keyPair('secp384r1'), keyPair(), keyPair(), keyPair('secp384r1')];
  const certificateLog = await initializeCTLog(certificateLogKey);
  const authority = await initializeCA(authorityKey, certificateLog);
  const log = await initializeTLog(base, logKey);
  const stamper = await initializeTSA(timestampKey);
  const start = new Date(Date.now() - 60_000).toISOString();
  const der = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' });
  const logOf = (key: KeyObject, url: string, operator: string): object => ({
    baseUrl: url,
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: der(key).toString('base64'), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor: { start } },
    logId: { keyId: createHash('sha256').update(der(key)).digest('base64') },
    operator,
  });
  const authorityOf = (name: string, ...certificates: ArrayBufferView[]): object => ({
    subject: { organization: 'sigstore.mock', commonName: name },
    uri: base,
    certChain: { certificates: certificates.map((bytes) => ({ rawBytes: toBuffer(bytes).toString('base64') })) },
    validFor: { start },
    operator: `${name}.example`,
  });
  const trustedRoot = {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [logOf(logKey.publicKey, base, 'log.example')],
    certificateAuthorities: [authorityOf('ca', authority.rootCertificate)],
    ctlogs: [logOf(certificateLogKey.publicKey, `${base}/ct`, 'ct.example')],
    timestampAuthorities: [authorityOf('tsa', stamper.intCertificate, stamper.rootCertificate)],
  };
  const certify = fulcioHandler(authority).fn;
  const stamp = tsaHandler(stamper).fn;
  const handlers = new Map<string, (body: Buffer) => Promise<Answer>>([
    ['/ca/api/v2/signingCert', async (body) => toAnswer(await certify(body.toString()))],
    ['/log/api/v1/log/entries', async (body) => ({ status: 201, body: JSON.stringify(await log.log(asRekorStores(body))) })],
    ['/tiles/api/v2/log/entries', async (body) => ({ status: 201, body: JSON.stringify(toTiled(await log.log(asTilesStore(body)))) })],
    ['/tsa/api/v1/timestamp', (body) => stampReadably(async () => toAnswer(await stamp(toJsonRequest(body))))],
  ]);
  return { trustedRoot: Buffer.from(JSON.stringify(trustedRoot)), handlers };
}

function keyPair(namedCurve = 'prime256v1'): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve });
}

/** sigstore's library reads fractions of a second with three digits only, and the mock writes as many as it needs: another moment has three. */
async function stampReadably(stamp: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await stamp();
    const fraction = /\d{14}(?:\.(\d+))?Z/.exec(Buffer.from(answer.body).toString('latin1'))?.[1];
    if (fraction === undefined || fraction.length === 3 || attempt === 50) return answer;
  }
}

function toAnswer(result: { statusCode: number; response: string | ArrayBufferView; contentType?: string }): Answer {
  const body = typeof result.response === 'string' ? result.response : toBuffer(result.response);
  return { status: result.statusCode, body, ...(result.contentType === undefined ? {} : { type: result.contentType }) };
}

function toBuffer(bytes: ArrayBufferView): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The mock knows only sigstore's JSON form of RFC 3161's request, whose last octet string is the digest. */
function toJsonRequest(der: Buffer): string {
  const at = der.lastIndexOf(Buffer.from([0x04, 0x20]));
  return JSON.stringify({ artifactHash: der.subarray(at + 2, at + 34).toString('base64'), hashAlgorithm: 'sha256' });
}

interface RekorEntry {
  readonly apiVersion: string;
  readonly kind: string;
  readonly spec: { readonly proposedContent?: { readonly envelope: string; readonly verifiers: readonly string[] } };
}

/** Rekor keeps digests of an envelope where it was sent the whole (sigstore/rekor, pkg/types/dsse/v0.0.1); the mock would echo what was sent. */
function asRekorStores(body: Buffer): object {
  const entry = JSON.parse(body.toString()) as RekorEntry;
  const proposed = entry.spec.proposedContent;
  if (proposed === undefined) return entry;
  const envelope = JSON.parse(proposed.envelope) as { payload: string; signatures: { sig: string }[] };
  const hash = (bytes: Buffer): object => ({ algorithm: 'sha256', value: createHash('sha256').update(bytes).digest('hex') });
  return {
    apiVersion: entry.apiVersion,
    kind: entry.kind,
    spec: {
      envelopeHash: hash(Buffer.from(proposed.envelope)),
      payloadHash: hash(Buffer.from(envelope.payload, 'base64')),
      signatures: envelope.signatures.map(({ sig }) => ({ signature: sig, verifier: proposed.verifiers[0] })),
    },
  };
}

interface TiledRequest {
  readonly hashedRekordRequestV002?: { readonly digest: string; readonly signature: object };
  readonly dsseRequestV002?: {
    readonly envelope: { readonly payload: string; readonly signatures: readonly { readonly sig: string }[] };
    readonly verifiers: readonly object[];
  };
}

/** sigstore/rekor-tiles, api/proto/rekor/v2: hashedrekord.proto and dsse.proto. */
function asTilesStore(body: Buffer): object {
  const { hashedRekordRequestV002: record, dsseRequestV002: dsse } = JSON.parse(body.toString()) as TiledRequest;
  if (record !== undefined) {
    const data = { algorithm: 'SHA2_256', digest: record.digest };
    return { apiVersion: '0.0.2', kind: 'hashedrekord', spec: { hashedRekordV002: { data, signature: record.signature } } };
  }
  if (dsse === undefined) throw new Error('no request');
  const digest = createHash('sha256').update(Buffer.from(dsse.envelope.payload, 'base64')).digest('base64');
  const signatures = dsse.envelope.signatures.map(({ sig }) => ({ content: sig, verifier: dsse.verifiers[0] }));
  return { apiVersion: '0.0.2', kind: 'dsse', spec: { dsseV002: { payloadHash: { algorithm: 'SHA2_256', digest }, signatures } } };
}

/** The same entry as a log of version 2 answers it: no promise and no time. */
function toTiled(answer: Awaited<ReturnType<Awaited<ReturnType<typeof initializeTLog>>['log']>>): object {
  const [entry] = Object.values(answer) as unknown as { body: string; logID: string; verification: { inclusionProof: Proof } }[];
  if (entry === undefined) throw new Error('no entry');
  const { kind, apiVersion } = JSON.parse(Buffer.from(entry.body, 'base64').toString()) as RekorEntry;
  const proof = entry.verification.inclusionProof;
  return {
    logIndex: String(proof.logIndex),
    logId: { keyId: Buffer.from(entry.logID, 'hex').toString('base64') },
    kindVersion: { kind, version: apiVersion },
    inclusionProof: {
      logIndex: String(proof.logIndex),
      rootHash: Buffer.from(proof.rootHash, 'hex').toString('base64'),
      treeSize: String(proof.treeSize),
      hashes: [],
      checkpoint: { envelope: proof.checkpoint },
    },
    canonicalizedBody: entry.body,
  };
}

interface Proof {
  readonly logIndex: number;
  readonly rootHash: string;
  readonly treeSize: number;
  readonly checkpoint: string;
}
