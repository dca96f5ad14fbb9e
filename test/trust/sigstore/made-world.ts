import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { type Digest, toDigest } from '../../../src/model/digest.ts';
import { type CertificateExtensionName } from '../../../src/trust/sigstore/certificate/certificate-extensions.ts';
import { preAuthEncoding } from '../../../src/trust/dsse/pre-auth-encoding.ts';
import { type ExpectedSigner } from '../../../src/trust/sigstore/identity/expected-signer.ts';
import { readPublicKey } from '../../../src/trust/sigstore/key/read-public-key.ts';
import {
  authority,
  certificateTimestamp,
  type CertificateRequest,
  extendedKeyUsage,
  fulcio,
  keyUsage,
  type MadeCertificate,
  type MadeKeys,
  makeCertificate,
  makeKeys,
  publicKeyInfo,
  subjectUri,
} from './made-certificate.ts';
import { makeTimestamp } from './made-timestamp.ts';

const from = new Date('2024-01-01T00:00:00Z');
const until = new Date('2034-01-01T00:00:00Z');
export const signedAt = new Date('2026-03-01T12:00:00Z');
export const now = new Date('2026-09-01T00:00:00Z');
export const subject = 'https://github.com/org/app/.github/workflows/release.yml@refs/heads/main';
export const issuer = 'https://token.actions.githubusercontent.com';
export const artifact = Buffer.from('{"schemaVersion":2}');
export const digest: Digest = toDigest('sha256', createHash('sha256').update(artifact).digest('hex'));
const codeSigning = '1.3.6.1.5.5.7.3.3';
const timeStamping = '1.3.6.1.5.5.7.3.8';
const authorityOf = (name: string, issuedBy?: MadeCertificate, more: readonly Buffer[] = []): MadeCertificate =>
  makeCertificate({
    name,
    ...(issuedBy === undefined ? {} : { issuer: issuedBy }),
    notBefore: from,
    notAfter: until,
    extensions: [authority(), keyUsage(0x04), ...more],
  });

/** A certificate authority, a certificate log, transparency logs of both versions and a timestamp authority, with keys of their own. */
export const rootAuthority = authorityOf('root');
export const intermediate = authorityOf('intermediate', rootAuthority, [extendedKeyUsage([codeSigning])]);
export const certificateLog = makeKeys();
export const stampRoot = authorityOf('stamp root');
export const stampSigner = makeCertificate({
  name: 'stamps',
  issuer: stampRoot,
  notBefore: from,
  notAfter: until,
  extensions: [keyUsage(0x80), extendedKeyUsage([timeStamping], true)],
});
export const oldLog: MadeLog = { ...makeKeys(), host: 'rekor.test', origin: 'rekor.test - 42' };
export const tiledLog: MadeLog = { ...generateKeyPairSync('ed25519'), host: 'log2026.test', origin: 'log2026.test' };

export interface MadeLog {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly host: string;
  readonly origin: string;
}

export const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
export const logId = (log: MadeLog | MadeKeys): Buffer => sha256(publicKeyInfo(log));
export const pem = (label: string, der: Buffer): string =>
  `-----BEGIN ${label}-----\n${(der.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END ${label}-----\n`;

export const claims: ReadonlyMap<CertificateExtensionName, string> = new Map<CertificateExtensionName, string>([
  ['githubWorkflowTrigger', 'push'],
  ['githubWorkflowSha', 'a'.repeat(40)],
  ['githubWorkflowName', 'release'],
  ['githubWorkflowRepository', 'org/app'],
  ['githubWorkflowRef', 'refs/heads/main'],
  ['buildSignerUri', `${subject}#signer`],
  ['buildSignerDigest', 'b'.repeat(40)],
  ['runnerEnvironment', 'github-hosted'],
  ['sourceRepositoryUri', 'https://github.com/org/app'],
  ['sourceRepositoryDigest', 'a'.repeat(40)],
  ['sourceRepositoryRef', 'refs/heads/main'],
  ['sourceRepositoryIdentifier', '1'],
  ['sourceRepositoryOwnerUri', 'https://github.com/org'],
  ['sourceRepositoryOwnerIdentifier', '2'],
  ['buildConfigUri', subject],
  ['buildConfigDigest', 'c'.repeat(40)],
  ['buildTrigger', 'push'],
  ['runInvocationUri', 'https://github.com/org/app/actions/runs/1/attempts/1'],
  ['sourceRepositoryVisibility', 'public'],
]);
const numbers = [2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22];

export const leafExtensions: readonly Buffer[] = [
  keyUsage(0x80),
  extendedKeyUsage([codeSigning]),
  subjectUri(subject),
  fulcio(1, issuer),
  fulcio(8, issuer),
  ...[...claims.values()].map((value, at) => fulcio(numbers[at] ?? 0, value)),
];

/** A certificate for ten minutes, as the authority issues them. */
export function makeLeaf(changes: Partial<CertificateRequest> = {}, logExtensions: Buffer = Buffer.alloc(0)): MadeCertificate {
  return makeCertificate({
    name: '',
    issuer: intermediate,
    notBefore: signedAt,
    notAfter: new Date(signedAt.getTime() + 600_000),
    extensions: leafExtensions,
    addTimestamps: (signed, by) => certificateTimestamp(certificateLog, signedAt, signed, by, logExtensions),
    ...changes,
  });
}
export const leaf = makeLeaf();
export const signingKeys = makeKeys();

type Json = Record<string, unknown>;

export function makeTrustedRoot(): {
  mediaType: string;
  tlogs: Json[];
  certificateAuthorities: Json[];
  ctlogs: Json[];
  timestampAuthorities: Json[];
} {
  const validFor = { start: from.toISOString() };
  const log = (keys: MadeLog | MadeKeys, host: string, keyDetails: string): Json => ({
    baseUrl: `https://${host}`,
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: publicKeyInfo(keys).toString('base64'), keyDetails, validFor },
    logId: { keyId: logId(keys).toString('base64') },
  });
  const chain = (...certificates: readonly MadeCertificate[]): Json => ({
    certChain: { certificates: certificates.map(({ der }) => ({ rawBytes: der.toString('base64') })) },
    validFor,
  });
  return {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [log(oldLog, oldLog.host, 'PKIX_ECDSA_P256_SHA_256'), log(tiledLog, tiledLog.host, 'PKIX_ED25519')],
    certificateAuthorities: [{ uri: 'https://ca.test', ...chain(intermediate, rootAuthority) }],
    ctlogs: [log(certificateLog, 'ct.test', 'PKIX_ECDSA_P256_SHA_256')],
    timestampAuthorities: [{ uri: 'https://stamps.test', ...chain(stampSigner, stampRoot) }],
  };
}

/** What signs, as the log and the bundle name it. */
export type MadeSigner =
  { readonly kind: 'certificate'; readonly leaf: MadeCertificate } | { readonly kind: 'key'; readonly keys: MadeKeys };
export const byCertificate: MadeSigner = { kind: 'certificate', leaf };
export const byKey: MadeSigner = { kind: 'key', keys: signingKeys };
const keysOf = (signer: MadeSigner): MadeKeys => (signer.kind === 'certificate' ? signer.leaf : signer.keys);

export const expectSubject: ExpectedSigner = {
  kind: 'certificate',
  issuer: { kind: 'exact', text: issuer },
  subject: { kind: 'exact', text: subject },
};
export const expectKey: ExpectedSigner = {
  kind: 'key',
  key: readPublicKey(pem('PUBLIC KEY', publicKeyInfo(signingKeys)), 'cosign.pub'),
  name: 'cosign.pub',
};

export interface MadeContent {
  readonly signed: Buffer;
  readonly signature: Buffer;
  readonly statement?: Buffer;
}

export const payloadType = 'application/vnd.in-toto+json';
export const statement = (changes: Json = {}): Json => ({
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ name: 'app', digest: { sha256: digest.slice(7) } }],
  predicateType: 'https://slsa.dev/provenance/v1',
  predicate: { builder: 'x' },
  ...changes,
});

export function signMessage(signer: MadeSigner, message = artifact): MadeContent {
  return { signed: message, signature: sign('sha256', message, keysOf(signer).privateKey) };
}

export function signStatement(signer: MadeSigner, json: Json = statement()): MadeContent {
  const payload = Buffer.from(JSON.stringify(json));
  const signed = preAuthEncoding(payloadType, payload);
  return { signed, signature: sign('sha256', signed, keysOf(signer).privateKey), statement: payload };
}

/** Body of a log entry of that kind. */
export function entryBody(kind: string, { signed, signature, statement: payload }: MadeContent, signer: MadeSigner): Json {
  const [name = '', version = ''] = kind.split(' ');
  const der = signer.kind === 'certificate' ? signer.leaf.der : publicKeyInfo(signer.keys);
  const verifierPem = Buffer.from(pem(signer.kind === 'certificate' ? 'CERTIFICATE' : 'PUBLIC KEY', der)).toString('base64');
  const raw = { rawBytes: der.toString('base64') };
  const verifier = {
    keyDetails: 'PKIX_ECDSA_P256_SHA_256',
    ...(signer.kind === 'certificate' ? { x509Certificate: raw } : { publicKey: raw }),
  };
  const content = signature.toString('base64');
  const hex = (bytes: Uint8Array): Json => ({ algorithm: 'sha256', value: sha256(bytes).toString('hex') });
  const tiled = (bytes: Uint8Array): Json => ({ algorithm: 'SHA2_256', digest: sha256(bytes).toString('base64') });
  const message = payload ?? signed;
  const specs: Record<string, Json> = {
    'hashedrekord 0.0.1': { data: { hash: hex(signed) }, signature: { content, publicKey: { content: verifierPem } } },
    'hashedrekord 0.0.2': { hashedRekordV002: { data: tiled(signed), signature: { content, verifier } } },
    'dsse 0.0.1': { envelopeHash: hex(message), payloadHash: hex(message), signatures: [{ signature: content, verifier: verifierPem }] },
    'dsse 0.0.2': { dsseV002: { payloadHash: tiled(message), signatures: [{ content, verifier }] } },
    'intoto 0.0.2': {
      content: {
        envelope: { payloadType, signatures: [{ publicKey: verifierPem, sig: Buffer.from(content).toString('base64') }] },
        hash: hex(message),
        payloadHash: hex(message),
      },
    },
  };
  return { apiVersion: version, kind: name, spec: specs[kind] };
}

/** An entry that is the only one of its log, in the form of a bundle. */
export function logEntry(
  kind: string,
  body: Json,
  time = signedAt,
  log = kind.endsWith(' 0.0.2') && !kind.startsWith('intoto') ? tiledLog : oldLog,
): Json {
  const bytes = Buffer.from(JSON.stringify(body));
  const [name, version] = kind.split(' ');
  const integratedTime = Math.floor(time.getTime() / 1000);
  const rootHash = sha256(Buffer.concat([Buffer.from([0]), bytes])).toString('base64');
  const timed = (): Json => ({
    integratedTime: String(integratedTime),
    inclusionPromise: { signedEntryTimestamp: promise(bytes, integratedTime, log).toString('base64') },
  });
  return {
    logIndex: '0',
    logId: { keyId: logId(log).toString('base64') },
    kindVersion: { kind: name, version },
    ...(log === tiledLog ? {} : timed()),
    inclusionProof: {
      logIndex: '0',
      rootHash,
      treeSize: '1',
      hashes: [],
      checkpoint: { envelope: checkpoint(log, `${log.origin}\n1\n${rootHash}\n`) },
    },
    canonicalizedBody: bytes.toString('base64'),
  };
}

export function promise(body: Buffer, integratedTime: number, log: MadeLog, logIndex = 0): Buffer {
  const json = JSON.stringify({ body: body.toString('base64'), integratedTime, logID: logId(log).toString('hex'), logIndex });
  return sign('sha256', Buffer.from(json), log.privateKey);
}

/** A signed note. */
export function checkpoint(log: MadeLog, note: string): string {
  const signature = sign(log.privateKey.asymmetricKeyType === 'ed25519' ? null : 'sha256', Buffer.from(note), log.privateKey);
  return `${note}\n— ${log.host} ${Buffer.concat([logId(log).subarray(0, 4), signature]).toString('base64')}\n`;
}

export function stampOf(stamped: Uint8Array, changes: Partial<Parameters<typeof makeTimestamp>[0]> = {}): string {
  return makeTimestamp({ signer: stampSigner, issuer: stampRoot, stamped, time: new Date(signedAt.getTime() + 1000), ...changes }).toString(
    'base64',
  );
}

export interface BundleRequest {
  readonly kind: string;
  readonly signer?: MadeSigner;
  readonly content?: MadeContent;
  readonly timestamps?: readonly string[];
  readonly entries?: readonly Json[];
  readonly mediaType?: string;
}

/** A bundle as JSON, of version 0.3 unless told otherwise. */
export function makeBundle({ kind, signer = byCertificate, content, timestamps, entries, mediaType }: BundleRequest): Json {
  const signed = content ?? (kind.startsWith('hashedrekord') ? signMessage(signer) : signStatement(signer));
  const logged = entries ?? [logEntry(kind, entryBody(kind, signed, signer))];
  const isTiled = logged.some((entry) => entry['integratedTime'] === undefined);
  const stamps = timestamps ?? (isTiled && signer.kind === 'certificate' ? [stampOf(signed.signature)] : []);
  const certificate = { certificate: { rawBytes: signer.kind === 'certificate' ? signer.leaf.der.toString('base64') : '' } };
  const signature = signed.signature.toString('base64');
  return {
    mediaType: mediaType ?? 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: {
      ...(signer.kind === 'certificate' ? certificate : { publicKey: { hint: 'key' } }),
      tlogEntries: logged,
      timestampVerificationData: { rfc3161Timestamps: stamps.map((signedTimestamp) => ({ signedTimestamp })) },
    },
    ...(signed.statement === undefined
      ? { messageSignature: { messageDigest: { algorithm: 'SHA2_256', digest: sha256(signed.signed).toString('base64') }, signature } }
      : { dsseEnvelope: { payload: signed.statement.toString('base64'), payloadType, signatures: [{ sig: signature, keyid: '' }] } }),
  };
}
