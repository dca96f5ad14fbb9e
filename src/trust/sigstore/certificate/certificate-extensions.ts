import { type Certificate } from '../../x509/certificate.ts';
import { readDer } from '../../x509/der-reader.ts';
import { decodeUtf8, readUtf8 } from '../../x509/der-values.ts';

/** Claims of the identity token that the certificate authority writes into certificates (sigstore/fulcio, docs/oid-info.md): 1.3.6.1.4.1.57264.1.x. */
export const certificateExtensions = {
  githubWorkflowTrigger: 2,
  githubWorkflowSha: 3,
  githubWorkflowName: 4,
  githubWorkflowRepository: 5,
  githubWorkflowRef: 6,
  buildSignerUri: 9,
  buildSignerDigest: 10,
  runnerEnvironment: 11,
  sourceRepositoryUri: 12,
  sourceRepositoryDigest: 13,
  sourceRepositoryRef: 14,
  sourceRepositoryIdentifier: 15,
  sourceRepositoryOwnerUri: 16,
  sourceRepositoryOwnerIdentifier: 17,
  buildConfigUri: 18,
  buildConfigDigest: 19,
  buildTrigger: 20,
  runInvocationUri: 21,
  sourceRepositoryVisibility: 22,
} as const;

export type CertificateExtensionName = keyof typeof certificateExtensions;

const arc = '1.3.6.1.4.1.57264.1';

/** The claims in the certificate, with their values. Throws {@link DerError}. */
export function readCertificateExtensions(certificate: Certificate): ReadonlyMap<CertificateExtensionName, string> {
  const values = new Map<CertificateExtensionName, string>();
  for (const name of Object.keys(certificateExtensions) as CertificateExtensionName[]) {
    const value = readFulcioExtension(certificate, certificateExtensions[name]);
    if (value !== undefined) values.set(name, value);
  }
  return values;
}

/** Issuer of the identity token: extension 8, and 1 in older certificates. `undefined` when the two differ or both are absent. */
export function readIssuer(certificate: Certificate): string | undefined {
  const [old, current] = [readFulcioExtension(certificate, 1), readFulcioExtension(certificate, 8)];
  return old === undefined || current === undefined || old === current ? (current ?? old) : undefined;
}

/** Extensions up to 6 contain the bare text, those from 8 on a UTF8String in DER. */
function readFulcioExtension(certificate: Certificate, number: number): string | undefined {
  const value = certificate.extensions.get(`${arc}.${number}`)?.value;
  if (value === undefined) return undefined;
  return number < 8 ? decodeUtf8(value) : readUtf8(readDer(value));
}
