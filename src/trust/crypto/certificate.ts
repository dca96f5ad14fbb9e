import { X509Certificate } from 'node:crypto';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { utcTime } from './utc-time.ts';
import { DerError } from './der-error.ts';
import { expectTag, readChildren, readDer, readObjectIdentifier, type DerElement } from './der-reader.ts';
import { derTags } from './der-tags.ts';

/** The facts of an X.509 certificate (RFC 5280) that deciding about a root of trust needs. */
export interface Certificate {
  readonly der: Buffer;
  /** Of the library: to check who issued it. */
  readonly x509: X509Certificate;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Buffer;
  /** Empty when the subject has none. */
  readonly commonName: string;
  /** Says of itself that it may issue others: basicConstraints, cA. */
  readonly isAuthority: boolean;
  /** How many authorities may stand between it and a leaf, where it says so: basicConstraints, pathLenConstraint. */
  readonly pathLength?: number;
  /** Types of the critical extensions. */
  readonly criticalExtensions: readonly string[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Object identifier of the algorithm it was signed with. */
  readonly signatureAlgorithm: string;
}

/** Throws ROLE_KEY_INVALID on what is not a certificate in DER that both this reader and the crypto library read alike. */
export function readCertificate(der: Buffer, what: string): Certificate {
  try {
    return readFields(der);
  } catch (cause) {
    const reason = cause instanceof DerError ? cause.message : 'is not one that the crypto library reads';
    throw new VerificationError('ROLE_KEY_INVALID', what, `the certificate of ${what} ${reason}`, { cause });
  }
}

/** RFC 8017, RFC 3279 and FIPS 186: signatures whose digest is MD5 or SHA-1. */
const brokenAlgorithms: ReadonlySet<string> = new Set([
  '1.2.840.113549.1.1.4',
  '1.2.840.113549.1.1.5',
  '1.3.14.3.2.29',
  '1.2.840.10040.4.3',
  '1.2.840.10045.4.1',
]);

/** Whether it was signed over a digest for which collisions can be made. */
export function hasBrokenDigest(certificate: Certificate): boolean {
  return brokenAlgorithms.has(certificate.signatureAlgorithm);
}

/** RFC 5280, section 4.1: the fields in their order; version, unique identifiers and extensions are tagged. */
function readFields(der: Buffer): Certificate {
  const [body, algorithm, signature, ...more] = readChildren(readDer(der, derTags.sequence));
  expectTag(signature, derTags.bitString);
  if (more.length > 0) throw new DerError('has more than a body and a signature');
  const fields = readChildren(expectTag(body, derTags.sequence));
  const hasVersion = fields[0]?.tag === versionTag;
  const [serial, innerAlgorithm, , validity, subject, key, ...tagged] = hasVersion ? fields.slice(1) : fields;
  expectTag(serial, derTags.integer);
  const outer = expectTag(algorithm, derTags.sequence);
  // RFC 5280, section 4.1.1.2: what is signed must name the algorithm of the signature.
  if (!expectTag(innerAlgorithm, derTags.sequence).bytes.equals(outer.bytes)) throw new DerError('names two signature algorithms');
  const [notBefore, notAfter] = readChildren(expectTag(validity, derTags.sequence));
  return {
    der,
    publicKey: expectTag(key, derTags.sequence).bytes,
    commonName: readCommonName(expectTag(subject, derTags.sequence)),
    ...readExtensions(tagged.find(({ tag }) => tag === extensionsTag)),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    signatureAlgorithm: readObjectIdentifier(readChildren(outer)[0]),
    // Last, so that earlier checks can name the fault.
    x509: new X509Certificate(der),
  };
}

const versionTag = 0xa0;
const extensionsTag = 0xa3;
const commonNameType = '2.5.4.3';
const basicConstraints = '2.5.29.19';
const textTags: ReadonlySet<number> = new Set([derTags.utf8String, derTags.printableString, derTags.ia5String, derTags.teletexString]);

function readCommonName(subject: DerElement): string {
  const attributes = readChildren(subject).flatMap((set) => readChildren(expectTag(set, derTags.set)));
  const values = attributes.map((attribute) => readChildren(expectTag(attribute, derTags.sequence)));
  const names = values.filter(([type]) => readObjectIdentifier(type) === commonNameType);
  if (names.length > 1) throw new DerError('has several common names');
  const [name] = names;
  if (name === undefined) return '';
  const [, value, ...more] = name;
  if (value === undefined || more.length > 0 || !textTags.has(value.tag)) throw new DerError('has a common name that is not text');
  return decodeText(value.content);
}

function decodeText(content: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch (cause) {
    throw new DerError('has a common name that is not UTF-8', { cause });
  }
}

type Extensions = Pick<Certificate, 'isAuthority' | 'pathLength' | 'criticalExtensions'>;

/** RFC 5280, section 4.2: each extension is a type, whether it is critical, and an octet string. */
function readExtensions(tagged: DerElement | undefined): Extensions {
  if (tagged === undefined) return { isAuthority: false, criticalExtensions: [] };
  const extensions = readChildren(readDer(tagged.content, derTags.sequence)).map((element) => {
    const parts = readChildren(expectTag(element, derTags.sequence));
    return { type: readObjectIdentifier(parts[0]), isCritical: parts[1]?.tag === derTags.boolean, value: parts.at(-1) };
  });
  if (new Set(extensions.map(({ type }) => type)).size !== extensions.length) throw new DerError('has one extension twice');
  const criticalExtensions = extensions.filter(({ isCritical }) => isCritical).map(({ type }) => type);
  const constraint = extensions.find(({ type }) => type === basicConstraints);
  return { criticalExtensions, ...(constraint === undefined ? { isAuthority: false } : readBasicConstraints(constraint.value)) };
}

/** RFC 5280, section 4.2.1.9. */
function readBasicConstraints(value: DerElement | undefined): Pick<Certificate, 'isAuthority' | 'pathLength'> {
  const [isAuthority, pathLength] = readChildren(readDer(expectTag(value, derTags.octetString).content, derTags.sequence));
  if (isAuthority === undefined) return { isAuthority: false };
  if (!expectTag(isAuthority, derTags.boolean).content.equals(derTrue)) throw new DerError('has basic constraints that are not in DER');
  if (pathLength === undefined) return { isAuthority: true };
  const { content } = expectTag(pathLength, derTags.integer);
  if (content.length !== 1 || content[0]! >= 0x80) throw new DerError('has a path length that is not a small number');
  return { isAuthority: true, pathLength: content[0]! };
}

/** X.690, section 11.1. */
const derTrue = Buffer.from([0xff]);

const timePattern = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;

/** RFC 5280, section 4.1.2.5: with seconds, in Greenwich Mean Time; two digits of a year from 50 on are of the last century. */
function readTime(element: DerElement | undefined): Date {
  const isShort = element?.tag === derTags.utcTime;
  if (!isShort && element?.tag !== derTags.generalizedTime) throw new DerError('has no time where one belongs');
  const text = element.content.toString('latin1');
  const century = Number(text.slice(0, 2)) >= 50 ? '19' : '20';
  const time = utcTime((isShort ? `${century}${text}` : text).replace(timePattern, '$1-$2-$3T$4:$5:$6'));
  if (time === undefined) throw new DerError(`has a time that does not exist: ${JSON.stringify(text)}`);
  return time;
}
