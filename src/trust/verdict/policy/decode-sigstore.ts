import { type YamlMapping, type YamlValue } from '../../../lib/yaml/yaml-value.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { parseKeyReference } from '../../sigstore/key/key-reference.ts';
import { type CertificateExtensionName, certificateExtensions } from '../../sigstore/certificate/certificate-extensions.ts';
import { decodeCopiedFrom, decodeSignerPattern, decodeTextPattern } from './decode-patterns.ts';
import { decodeTexts } from './decode-texts.ts';
import {
  type KeySource,
  type SigstoreCertificate,
  type SigstoreIdentity,
  type SigstoreTerms,
  type TrustedRootSource,
} from './trust-policy.ts';

/** Throws YamlError. */
export function decodeSigstore(value: YamlValue): SigstoreTerms {
  const members = value.mapping(['identities', 'trustedRoot', 'transparencyLog', 'copiedFrom', 'annotations']);
  const trustedRoot = decodeTrustedRoot(members);
  return {
    identities: members.required('identities', (list) => list.oneOrMore().map(decodeIdentity)),
    ...(trustedRoot === undefined ? {} : { trustedRoot }),
    transparencyLog: members.optional('transparencyLog', (word) => word.word(['required', 'optional'])) ?? 'optional',
    copiedFrom: members.optional('copiedFrom', (list) => list.oneOrMore().map(decodeCopiedFrom)) ?? [],
    annotations: members.optional('annotations', decodeTexts) ?? new Map<string, string>(),
  };
}

/** A key, or the issuer and the subject of a certificate. Throws YamlError. */
export function decodeIdentity(value: YamlValue): SigstoreIdentity {
  const members = value.mapping(['key', 'issuer', 'subject', 'extensions', 'allowAnySubject']);
  if (members.has('key')) {
    const other = ['issuer', 'subject', 'extensions', 'allowAnySubject'].find((name) => members.has(name));
    if (other !== undefined) throw value.fault(`has both a key and ${other}`, 'two identities');
    return { kind: 'key', key: members.required('key', decodeKey) };
  }
  const isAnySubject = members.optional('allowAnySubject', (word) => word.truth()) === true;
  return {
    kind: 'certificate',
    issuer: members.required('issuer', decodeSignerPattern),
    subject: members.required('subject', isAnySubject ? decodeTextPattern : decodeSignerPattern),
    extensions: members.optional('extensions', decodeExtensions) ?? new Map<CertificateExtensionName, string>(),
  };
}

/** PEM text, `env://NAME`, an https URL, or a path beside the configuration file. Throws YamlError. */
export function decodeKey(value: YamlValue): KeySource {
  const text = value.text();
  if (text.includes('PRIVATE KEY-----'))
    throw value.fault('is a private key', 'the public key; generate a new pair, because this private key has been exposed');
  if (text.includes('-----BEGIN ')) return { kind: 'inline', pem: text };
  if (text.includes('\n')) throw value.fault('is neither PEM text nor a path');
  try {
    return parseKeyReference(text, 'key', 'verify');
  } catch (error) {
    if (!(error instanceof PratiqueError)) throw error;
    throw value.fault(`cannot be used: ${error.message.replace(/^key: /, '')}`, error.hint);
  }
}

function decodeTrustedRoot(members: YamlMapping): TrustedRootSource | undefined {
  const path = members.optional('trustedRoot', (file) => file.text());
  return path === undefined ? undefined : { path };
}

/** Claims of the identity token that the certificate must repeat, exactly. */
function decodeExtensions(value: YamlValue): SigstoreCertificate['extensions'] {
  const names = Object.keys(certificateExtensions) as CertificateExtensionName[];
  const members = value.mapping(names);
  return new Map(
    names.flatMap((name) => {
      const text = members.optional(name, (member) => member.text());
      return text === undefined ? [] : [[name, text] as const];
    }),
  );
}

/** An https URL; plain HTTP on this machine only. Throws YamlError. */
export function decodeUrl(value: YamlValue): string {
  const text = value.text();
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLoopback = url !== undefined && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (url === undefined || !(url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback)))
    throw value.fault(`is ${JSON.stringify(text.slice(0, 80))}, which is not an https URL`);
  if (url.username !== '' || url.password !== '') throw value.fault('has credentials in it', 'docker login');
  return text;
}
