import { VerificationError } from '../../model/trust/verification-error.ts';
import { type Certificates } from '../crypto/certificates.ts';
import { type PublicKey } from '../crypto/public-key.ts';
import { type Certificate } from '../x509/certificate.ts';
import { findCertificatePath } from '../x509/certificate-path.ts';
import { isBrokenAlgorithm } from '../x509/signature.ts';
import { checkSignatures } from './check-signatures.ts';
import { type KeyRole } from './key-role.ts';
import { type MetadataFile, type RootMetadata } from './metadata.ts';
import { quote } from './read-fields.ts';
import { type RootPin } from './root-pins.ts';

export interface RootKeyRules {
  /** Globally unique name of the repository. */
  readonly gun: string;
  /** Of the root that counts now; absent for those that others have followed, whose certificates may have expired. */
  readonly current?: { readonly time: Date; readonly pin: RootPin | undefined };
}

/**
 * Verifies that `file` is signed as the root role of `root` wants: by keys whose certificates are for the repository, no authorities,
 * not signed over SHA-1; of the current root also within their validity, and pinned where a pin says so (notary trustpinning/certs.go).
 * A key that is none of this does not count; why is told when the others do not reach the threshold.
 */
export function checkRootSignatures(file: MetadataFile<RootMetadata>, root: RootMetadata, rules: RootKeyRules): KeyRole {
  const { role, rejections } = usableRootKeys(root, rules);
  try {
    checkSignatures(file, role);
  } catch (error) {
    throw rejections[0] ?? error;
  }
  return role;
}

function usableRootKeys(
  root: RootMetadata,
  rules: RootKeyRules,
): { readonly role: KeyRole; readonly rejections: readonly VerificationError[] } {
  const { keyIds, threshold } = root.roles.root;
  const keys = new Map<string, PublicKey>();
  const rejections: VerificationError[] = [];
  for (const keyId of keyIds) {
    const key = root.keys.get(keyId)!;
    const rejection = findRejection(key, root, rules);
    if (rejection === undefined) keys.set(keyId, key);
    else rejections.push(rejection);
  }
  return { role: { name: 'root', keys, threshold }, rejections };
}

function findRejection(key: PublicKey, root: RootMetadata, rules: RootKeyRules): VerificationError | undefined {
  const { certificates } = key;
  if (certificates === undefined) return reject('ROOT_CERTIFICATE_INVALID', key, `is of type ${key.type}; root keys have certificates`);
  const [leaf, ...others] = certificates;
  if (leaf.isAuthority) return reject('ROOT_CERTIFICATE_INVALID', key, 'begins with an authority (CA:TRUE), not with a leaf');
  if (others.some(({ isAuthority }) => !isAuthority)) return reject('ROOT_CERTIFICATE_INVALID', key, 'has more than one leaf certificate');
  if (certificates.some(({ signatureAlgorithm }) => isBrokenAlgorithm(signatureAlgorithm)))
    return reject('ROOT_CERTIFICATE_INVALID', key, 'has a certificate that is signed over MD5 or SHA-1');
  if (!matchesGun(leaf.commonName, rules.gun))
    return reject('ROOT_CERTIFICATE_NAME', key, `has a certificate for ${quote(leaf.commonName)}, not for ${quote(rules.gun)}`);
  if (rules.current === undefined) return undefined;
  return findInvalidity(key, leaf, root, rules.current.time) ?? findUnpinned(key, certificates, rules.current);
}

/** The name itself, or one `*` after a slash. The reference takes a `*` anywhere at the end. */
export function matchesGun(commonName: string, gun: string): boolean {
  if (!commonName.endsWith('*')) return commonName === gun;
  const folder = commonName.slice(0, -1);
  return folder.endsWith('/') && !folder.includes('*') && gun.startsWith(folder);
}

const dayMs = 86_400_000;

/** notary tuf/utils/x509.go, ValidateCertificate: a day of leeway before the beginning, none after the end. */
function findInvalidity(key: PublicKey, leaf: Certificate, root: RootMetadata, time: Date): VerificationError | undefined {
  if (leaf.notBefore.getTime() > time.getTime() + dayMs)
    return reject('ROOT_CERTIFICATE_EXPIRED', key, `has a certificate that is valid from ${leaf.notBefore.toISOString()} only`);
  if (leaf.notAfter >= time) return undefined;
  const metadata = root.expires < time ? 'expired too, on' : 'would be valid until';
  const expiry = `${metadata} ${root.expires.toISOString()}`;
  return reject(
    'ROOT_CERTIFICATE_EXPIRED',
    key,
    `has a certificate that expired on ${leaf.notAfter.toISOString()}; the metadata ${expiry}`,
  );
}

function findUnpinned(
  key: PublicKey,
  certificates: Certificates,
  { pin, time }: Required<RootKeyRules>['current'],
): VerificationError | undefined {
  if (pin === undefined) return undefined;
  if (pin.kind === 'certificates')
    return pin.keyIds.includes(key.id) ? undefined : reject('ROOT_PIN_MISMATCH', key, `is not pinned; pinned are ${pin.keyIds.join(', ')}`);
  const [leaf, ...candidates] = certificates;
  if (findCertificatePath({ leaf, candidates, anchors: pin.certificates, rules: { time } }) !== undefined) return undefined;
  return reject('ROOT_PIN_MISMATCH', key, `has a certificate that the authority pinned for ${pin.prefix} has not issued`);
}

function reject(
  code: 'ROOT_CERTIFICATE_INVALID' | 'ROOT_CERTIFICATE_NAME' | 'ROOT_CERTIFICATE_EXPIRED' | 'ROOT_PIN_MISMATCH',
  key: PublicKey,
  reason: string,
): VerificationError {
  return new VerificationError(code, 'root', `root key ${key.id} ${reason}`);
}
