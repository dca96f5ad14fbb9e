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
  /** For the current root; absent for earlier roots, whose certificates may have expired. */
  readonly current?: { readonly time: Date; readonly pin: RootPin | undefined };
}

/**
 * Verifies that `file` is signed as the root role of `root` requires: by keys whose certificates are for the repository, are no authorities and are
 * not signed with SHA-1; for the current root they must also be valid now and match the pin (notary trustpinning/certs.go). Other keys do not count;
 * the reason is reported when the remaining keys do not reach the threshold.
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
  if (certificates === undefined)
    return reject('ROOT_CERTIFICATE_INVALID', key, `is of type ${key.type}, without the certificate that a root key needs`);
  const [leaf, ...others] = certificates;
  if (leaf.isAuthority)
    return reject('ROOT_CERTIFICATE_INVALID', key, 'starts with the certificate of an authority (CA:TRUE) instead of a leaf');
  if (others.some(({ isAuthority }) => !isAuthority)) return reject('ROOT_CERTIFICATE_INVALID', key, 'has more than one leaf certificate');
  if (certificates.some(({ signatureAlgorithm }) => isBrokenAlgorithm(signatureAlgorithm)))
    return reject('ROOT_CERTIFICATE_INVALID', key, 'has a certificate that is signed with MD5 or SHA-1');
  if (!matchesGun(leaf.commonName, rules.gun))
    return reject('ROOT_CERTIFICATE_NAME', key, `has a certificate for ${quote(leaf.commonName)}, not for ${quote(rules.gun)}`);
  if (rules.current === undefined) return undefined;
  return findInvalidity(key, leaf, root, rules.current.time) ?? findUnpinned(key, root, certificates, rules.current);
}

/**
 * The name itself, or one `*` after a slash. The reference implementation accepts a `*` anywhere at the end. Names of a registry with and without a
 * default port are one name, as in `notary/repository-gun.ts`.
 */
export function matchesGun(commonName: string, gun: string): boolean {
  const [named, wanted] = [withoutDefaultPort(commonName), withoutDefaultPort(gun)];
  if (!named.endsWith('*')) return named === wanted;
  const folder = named.slice(0, -1);
  return folder.endsWith('/') && !folder.includes('*') && wanted.startsWith(folder);
}

function withoutDefaultPort(name: string): string {
  return name.replace(/^([^/]+):(?:443|80)\//, '$1/');
}

const dayMs = 86_400_000;

/** notary tuf/utils/x509.go, ValidateCertificate: a day of leeway before the beginning, none after the end. */
function findInvalidity(key: PublicKey, leaf: Certificate, root: RootMetadata, time: Date): VerificationError | undefined {
  if (leaf.notBefore.getTime() > time.getTime() + dayMs)
    return reject('ROOT_CERTIFICATE_EXPIRED', key, `has a certificate that is not valid before ${leaf.notBefore.toISOString()}`);
  if (leaf.notAfter >= time) return undefined;
  const metadata = root.expires < time ? 'expired too, on' : 'are valid until';
  const expiry = `${metadata} ${root.expires.toISOString()}`;
  return reject(
    'ROOT_CERTIFICATE_EXPIRED',
    key,
    `has a certificate that expired on ${leaf.notAfter.toISOString()}; the metadata ${expiry}`,
  );
}

/** People pin the wrong ID: root metadata list certificates, while private keys and the other roles have the IDs of bare keys. */
function describeMismatch(key: PublicKey, pinned: readonly string[], { keys, roles }: RootMetadata): string {
  const isOf = (id: string, listed: string): boolean => listed === id || keys.get(listed)?.canonicalId === id;
  for (const id of pinned) {
    if (id === key.canonicalId) return `is pinned by the ID of its private key, ${id}; pin the root key ID instead: ${key.id}`;
    const role = (['targets', 'snapshot', 'timestamp'] as const).find((name) => roles[name].keyIds.some((listed) => isOf(id, listed)));
    if (role !== undefined)
      return `is not pinned; the pinned ${id} is the ${role}${role === 'targets' ? ' (repository)' : ''} key. Ask the publisher for the root key ID`;
  }
  return `is not pinned; pinned: ${pinned.join(', ')}`;
}

function findUnpinned(
  key: PublicKey,
  root: RootMetadata,
  certificates: Certificates,
  { pin, time }: Required<RootKeyRules>['current'],
): VerificationError | undefined {
  if (pin === undefined) return undefined;
  if (pin.kind === 'certificates')
    return pin.keyIds.includes(key.id) ? undefined : reject('ROOT_PIN_MISMATCH', key, describeMismatch(key, pin.keyIds, root));
  const [leaf, ...candidates] = certificates;
  if (findCertificatePath({ leaf, candidates, anchors: pin.certificates, rules: { time } }) !== undefined) return undefined;
  return reject('ROOT_PIN_MISMATCH', key, `has a certificate that was not issued by the authority pinned for ${pin.prefix}`);
}

function reject(
  code: 'ROOT_CERTIFICATE_INVALID' | 'ROOT_CERTIFICATE_NAME' | 'ROOT_CERTIFICATE_EXPIRED' | 'ROOT_PIN_MISMATCH',
  key: PublicKey,
  reason: string,
): VerificationError {
  return new VerificationError(code, 'root', `root key ${key.id} ${reason}`);
}
