import { createHash, sign } from 'node:crypto';
import { derTags } from '../../../src/trust/sigstore/der/der-element.ts';
import { encodeDer } from '../../../src/trust/sigstore/der/encode-der.ts';
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
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
const sha256Id = sequence(objectIdentifier('2.16.840.1.101.3.4.2.1'));

/** A TimeStampResp (RFC 3161, section 2.4.2). */
export function makeTimestamp({ signer, issuer, stamped, time, embedded = [], named = signer }: TimestampRequest): Buffer {
  const info = sequence(
    small(1),
    objectIdentifier('1.3.6.1.4.1.57264.2'),
    sequence(sha256Id, octets(sha256(stamped))),
    small(9),
    generalizedTime(time),
  );
  const attribute = (id: string, value: Buffer): Buffer => sequence(objectIdentifier(id), set(value));
  const attributes = Buffer.concat([
    attribute('1.2.840.113549.1.9.3', objectIdentifier('1.2.840.113549.1.9.16.1.4')),
    attribute('1.2.840.113549.1.9.4', octets(sha256(info))),
    attribute('1.2.840.113549.1.9.16.2.47', sequence(sequence(sequence(octets(sha256(named.der)))))),
  ]);
  const signerInfo = sequence(
    small(1),
    sequence(issuer.name, signer.serial),
    sha256Id,
    encodeDer(0xa0, attributes),
    sequence(objectIdentifier('1.2.840.10045.4.3.2')),
    octets(sign('sha256', encodeDer(derTags.set, attributes), signer.privateKey)),
  );
  const certificates = embedded.length === 0 ? [] : [explicit(0, ...embedded.map(({ der }) => der))];
  const content = sequence(objectIdentifier('1.2.840.113549.1.9.16.1.4'), explicit(0, octets(info)));
  const signedData = sequence(small(3), set(sha256Id), content, ...certificates, set(signerInfo));
  return sequence(sequence(small(0)), sequence(objectIdentifier('1.2.840.113549.1.7.2'), explicit(0, signedData)));
}
