import { makeIssue, type Issue } from '../../../model/issue.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type TarFile } from '../../../lib/tar/format-tar.ts';
import { type PublicKey } from '../../crypto/public-key.ts';
import { type TrustDirectory } from '../../notary/directory/trust-directory.ts';
import { type Gun } from '../../notary/gun.ts';
import { type MetadataRemote } from '../../notary/remote/metadata-remote.ts';
import { type RootPins } from '../../tuf/root-pins.ts';
import { listStrayTags } from '../../tuf/signed-tags.ts';
import { type TrustedRepository } from '../../tuf/trusted-repository.ts';
import { type JudgedFile } from './believed-history.ts';
import { collectPrivateKeys } from './collect-private-keys.ts';
import { collectKeys, describeRoles, describeTags } from './describe-collection.ts';
import { describeChanges } from './describe-changes.ts';
import { type ExportedCollection, type ExportedFile } from './export-index.ts';
import { FetchedFiles } from './fetched-files.ts';
import { fetchHistory } from './fetch-history.ts';
import { verifyCollection } from './verify-collection.ts';

export interface ExportRequest {
  readonly gun: Gun;
  readonly remote: MetadataRemote;
  readonly pins: RootPins;
  /** The root that this machine trusts already. */
  readonly keptRoot?: Buffer;
  /** Where private keys are searched for. */
  readonly trustDirectory?: TrustDirectory;
  /** Includes private key files, still encrypted; unencrypted ones are never included. */
  readonly withPrivateKeys: boolean;
  readonly startedAt: Date;
}

export interface CollectionExport {
  readonly collection: ExportedCollection;
  readonly files: readonly TarFile[];
  readonly issues: readonly Issue[];
}

/**
 * Everything that a server has for one GUN. Data that fails verification is included and reported. Only reads from the server. Throws as the remote
 * does, and TRUST_DATA_NOT_FOUND.
 */
export async function exportCollection(request: ExportRequest, runtime: Runtime): Promise<CollectionExport> {
  const { gun, remote } = request;
  const issues: Issue[] = [];
  const fetched = new FetchedFiles(remote, issues);
  const verified = await verifyCollection(request, fetched, runtime);
  const { files, gaps } = await fetchHistory(gun, fetched, issues, runtime);
  if (files.length === 0) throw new PratiqueError('TRUST_DATA_NOT_FOUND', `${remote.name} has no trust data for ${gun}`);
  const folder = `collections/${gun}`;
  const placed = files.map((file) => ({ file, path: `${folder}/metadata/${placeFile(file)}` }));
  const keys = collectKeys(files, folder);
  const privateKeys = await collectPrivateKeys(request, keys.map(({ key }) => key.canonicalId), issues);
  const trusted = verified instanceof VerificationError ? undefined : verified;
  const collection: ExportedCollection = {
    gun,
    server: remote.name,
    verification: describeVerification(verified),
    notices: trusted?.notices ?? [],
    tags: trusted === undefined ? [] : describeTags(trusted),
    roles: describeRoles(files, trusted),
    keys: keys.map(({ described }) => described),
    history: describeChanges(files),
    files: placed.map(({ file, path }) => describeFile(file, path)),
    gaps,
    privateKeys: privateKeys.described,
  };
  issues.push(...findDoubts(gun, files, verified));
  const archived = [
    ...placed.map(({ file, path }) => ({ name: path, bytes: file.bytes })),
    ...keys.map(({ key, described }) => ({ name: described.path, bytes: publicKeyFile(key) })),
    ...privateKeys.files,
  ];
  return { collection, files: archived, issues };
} // prettier-ignore

/** `3.targets.DIGEST.json`, `targets/2.releases.DIGEST.json`; only the digest for a file without a version. */
function placeFile({ role, version, sha256 }: JudgedFile): string {
  const [folder, name] = [role.slice(0, role.lastIndexOf('/') + 1), role.slice(role.lastIndexOf('/') + 1)];
  return version === undefined ? `${folder}${name}.${sha256}.json` : `${folder}${version}.${name}.${sha256.slice(0, 12)}.json`;
}

function describeFile(file: JudgedFile, path: string): ExportedFile {
  const { role, sha256, bytes, version, expires, isVerified } = file;
  return {
    path,
    role,
    digest: `sha256:${sha256}`,
    size: bytes.length,
    ...(version === undefined ? {} : { version }),
    ...(expires === undefined ? {} : { expires: expires.toISOString() }),
    isVerified,
    ...(file.isVerified ? {} : { reason: file.reason }),
  };
}

function describeVerification(verified: TrustedRepository | VerificationError): ExportedCollection['verification'] {
  if (verified instanceof VerificationError)
    return { isVerified: false, code: verified.code, object: verified.object, message: verified.message };
  return { isVerified: true, trustRoot: verified.trustRoot };
}

/** SPKI, or the certificates as in the metadata. */
function publicKeyFile(key: PublicKey): Buffer {
  return key.certificates === undefined ? Buffer.from(key.object.export({ type: 'spki', format: 'pem' })) : key.public;
}

/** What the report must point out. */
function findDoubts(gun: string, files: readonly JudgedFile[], verified: TrustedRepository | VerificationError): readonly Issue[] {
  const refused = files.flatMap((file) => (file.isVerified ? [] : [`${file.role}${file.version === undefined ? '' : ` version ${file.version}`}: ${file.reason}`]));
  const messages = [
    ...(verified instanceof VerificationError ? [`verification failed: ${verified.message} (${verified.code})`] : []),
    ...refused,
    ...(verified instanceof VerificationError ? [] : [...verified.refused].map(([role, { message }]) => `${role} fails verification: ${message}`)),
    ...(verified instanceof VerificationError ? [] : listStrayTags(verified).map(({ role, tag }) => `${role} signs ${tag}, which its paths do not allow; ignored`)),
  ];
  return [...new Set(messages)].map((message) => makeIssue('TRUST_DATA_DOUBTFUL', 'export', `${gun}: ${message}`));
} // prettier-ignore
