import { createHash, sign } from 'node:crypto';
import { derTags } from '../../../src/trust/x509/der-tags.ts';
import { writeDer } from '../../../src/trust/x509/der-writer.ts';
import { type MadeCertificate } from './made-certificate.ts';
import { explicit, generalizedTime, objectIdentifier, octets, sequence, set, small } from './made-der.ts';

export interface TimestampRequest {
  readonly signer: MadeCertificate;
  /** Name of the signer's issuer. */
  readonly issuer: MadeCertificate;
  readonly stamped: Uint8Array;
  readonly time: Date;
  readonly embedded?: readonly MadeCertificate[];
  /** Whose digest is in the signed attributes; the signer's by default. */
  readonly named?: MadeCertificate;
  /** Parts put in the place of what they should be; what is signed is signed after that. */
  readonly parts?: Partial<TimestampParts>;
}

export interface TimestampParts {
  readonly status: Buffer;
  readonly tokenType: string;
  readonly version: Buffer;
  readonly hashes: Buffer;
  readonly contentType: string;
  readonly info: Buffer;
  readonly attributes: Buffer;
  readonly signerVersion: Buffer;
  readonly signerHash: Buffer;
  readonly signatureAlgorithm: string;
  readonly afterCertificates: readonly Buffer[];
  readonly otherSigners: readonly Buffer[];
  readonly afterToken: readonly Buffer[];
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
export const sha256Id = sequence(objectIdentifier('2.16.840.1.101.3.4.2.1'));
export const ids = { data: '1.2.840.113549.1.7.1', signedData: '1.2.840.113549.1.7.2', info: '1.2.840.113549.1.9.16.1.4' };
export const attribute = (id: string, ...values: readonly Buffer[]): Buffer => sequence(objectIdentifier(id), set(...values));

/** TSTInfo (RFC 3161, section 2.4.2). */
export function timestampInfo(stamped: Uint8Array, time: Buffer, version = 1, hash = sha256Id): Buffer {
  return sequence(small(version), objectIdentifier('1.3.6.1.4.1.57264.2'), sequence(hash, octets(sha256(stamped))), small(9), time);
}

/** The three signed attributes that have to be there. */
export function signedAttributes(info: Buffer, certificateId: Buffer, type = ids.info): readonly [Buffer, Buffer, Buffer] {
  return [
    attribute('1.2.840.113549.1.9.3', objectIdentifier(type)),
    attribute('1.2.840.113549.1.9.4', octets(sha256(info))),
    attribute('1.2.840.113549.1.9.16.2.47', sequence(sequence(certificateId))),
  ];
}

/** A TimeStampResp (RFC 3161, section 2.4.2). */
export function makeTimestamp({ signer, issuer, stamped, time, embedded = [], named = signer, parts = {} }: TimestampRequest): Buffer {
  const info = parts.info ?? timestampInfo(stamped, generalizedTime(time));
  const attributes = parts.attributes ?? Buffer.concat(signedAttributes(info, sequence(octets(sha256(named.der)))));
  const signerInfo = sequence(
    parts.signerVersion ?? small(1),
    sequence(issuer.name, signer.serial),
    parts.signerHash ?? sha256Id,
    writeDer(0xa0, attributes),
    sequence(objectIdentifier(parts.signatureAlgorithm ?? '1.2.840.10045.4.3.2')),
    octets(sign('sha256', writeDer(derTags.set, attributes), signer.privateKey)),
  );
  const certificates = embedded.length === 0 ? [] : [explicit(0, ...embedded.map(({ der }) => der))];
  const signedData = sequence(
    parts.version ?? small(3),
    parts.hashes ?? set(sha256Id),
    sequence(objectIdentifier(parts.contentType ?? ids.info), explicit(0, octets(info))),
    ...certificates,
    ...(parts.afterCertificates ?? []),
    set(signerInfo, ...(parts.otherSigners ?? [])),
  );
  const token = sequence(objectIdentifier(parts.tokenType ?? ids.signedData), explicit(0, signedData));
  return sequence(sequence(parts.status ?? small(0)), token, ...(parts.afterToken ?? []));
}
