import { VerificationError } from '../../../model/trust/verification-error.ts';
import { checkSignatures } from '../../tuf/check-signatures.ts';
import { decodeRoot } from '../../tuf/decode-root.ts';
import { decodeSnapshot } from '../../tuf/decode-snapshot.ts';
import { decodeTargets } from '../../tuf/decode-targets.ts';
import { decodeTimestamp } from '../../tuf/decode-timestamp.ts';
import { keyRole, type KeyRole } from '../../tuf/key-role.ts';
import { type Metadata, type MetadataFile, type RootMetadata, type TargetsMetadata } from '../../tuf/metadata.ts';
import { checkRootSignatures } from '../../tuf/root-keys.ts';
import { parentRole, type RoleName } from '../../tuf/role-name.ts';
import { type FetchedFile } from './fetched-files.ts';

/** One file, and whether keys that the repository ever assigned to the role signed it. Expiry is ignored: this is history. */
export type JudgedFile = FetchedFile & (
  | { readonly isVerified: true; readonly version: number; readonly expires: Date; readonly content: Metadata }
  | { readonly isVerified: false; readonly version?: number; readonly expires?: Date; readonly reason: string }
); // prettier-ignore

/**
 * Verifies every fetched file. The current root is trusted as `verifyCollection` decides; an older root is trusted if the next trusted root is signed with its keys too,
 * so the chain is read backwards. Other files verify with the keys of any trusted root or delegating file.
 */
export function judgeHistory(gun: string, files: readonly FetchedFile[]): readonly JudgedFile[] {
  const roots = judgeRoots(gun, files);
  const chain = roots.flatMap((file) => (file.isVerified ? [file.content as RootMetadata] : [])).reverse();
  const judged = new Map<FetchedFile, JudgedFile>(roots.map((file, index) => [filesOf(files, 'root')[index]!, file]));
  const believed = new Map<RoleName, TargetsMetadata[]>();
  for (const file of byDepth(files)) {
    const result = judgeFile(file, findKeys(file.role, chain, believed));
    judged.set(file, result);
    if (!result.isVerified || result.content.kind !== 'targets') continue;
    believed.set(file.role, [...(believed.get(file.role) ?? []), result.content].sort((a, b) => b.version - a.version));
  }
  return files.map((file) => judged.get(file)!);
} // prettier-ignore

/** In the order of the files. The newest verifies by its own keys, each older one by the next. */
function judgeRoots(gun: string, files: readonly FetchedFile[]): readonly JudgedFile[] {
  const decoded = filesOf(files, 'root').map((file) => ({ file, root: attempt(() => selfSigned(file, gun)) }));
  const byVersion = [...decoded].sort((a, b) => versionOf(b.root) - versionOf(a.root));
  let next: MetadataFile<RootMetadata> | undefined;
  const results = new Map<FetchedFile, JudgedFile>();
  for (const { file, root } of byVersion) {
    const link = root instanceof VerificationError ? root : attempt(() => linked(root, next, gun));
    results.set(file, link instanceof VerificationError ? refused(file, link) : accepted(file, link));
    if (!(link instanceof VerificationError)) next = link;
  }
  return decoded.map(({ file }) => results.get(file)!);
}

function selfSigned(file: FetchedFile, gun: string): MetadataFile<RootMetadata> {
  const root = decodeRoot(file.bytes);
  checkRootSignatures(root, root.content, { gun });
  return root;
}

function linked(root: MetadataFile<RootMetadata>, next: MetadataFile<RootMetadata> | undefined, gun: string): MetadataFile<RootMetadata> {
  if (next === undefined) return root;
  if (next.content.version !== root.content.version + 1)
    throw new VerificationError('ROOT_CHAIN_BROKEN', 'root', `root versions between ${root.content.version} and ${next.content.version} are missing`);
  checkRootSignatures(next, root.content, { gun });
  return root;
} // prettier-ignore

function versionOf(root: MetadataFile<RootMetadata> | VerificationError): number {
  return root instanceof VerificationError ? 0 : root.content.version;
}

/** Delegating roles before their delegations. */
function byDepth(files: readonly FetchedFile[]): readonly FetchedFile[] {
  const depth = ({ role }: FetchedFile): number => role.split('/').length;
  return files.filter(({ role }) => role !== 'root').sort((a, b) => depth(a) - depth(b));
}

function filesOf(files: readonly FetchedFile[], role: RoleName): readonly FetchedFile[] {
  return files.filter((file) => file.role === role);
}

/** All key sets that the role ever had, newest first. */
function findKeys(role: RoleName, chain: readonly RootMetadata[], believed: ReadonlyMap<RoleName, readonly TargetsMetadata[]>): readonly KeyRole[] {
  const make = (work: () => KeyRole): readonly KeyRole[] => {
    const made = attempt(work);
    return made instanceof VerificationError ? [] : [made];
  };
  if (role === 'root' || role === 'targets' || role === 'snapshot' || role === 'timestamp')
    return [...chain].sort((a, b) => b.version - a.version).flatMap((root) => make(() => keyRole(role, root.roles[role], root.keys)));
  return (believed.get(parentRole(role)) ?? []).flatMap(({ delegations }) =>
    delegations.roles.filter(({ name }) => name === role).flatMap((delegated) => make(() => keyRole(role, delegated, delegations.keys))),
  );
} // prettier-ignore

function judgeFile(file: FetchedFile, keySets: readonly KeyRole[]): JudgedFile {
  const decoded = attempt(() => decode(file));
  if (decoded instanceof VerificationError) return refused(file, decoded);
  let failure: VerificationError | undefined;
  for (const keys of keySets) {
    const outcome = attempt(() => checkSignatures(decoded, keys));
    if (!(outcome instanceof VerificationError)) return accepted(file, decoded);
    failure ??= outcome;
  }
  const { version, expires } = decoded.content;
  return {
    ...file,
    isVerified: false,
    version,
    expires,
    reason: failure?.message ?? `no verified file names keys for ${file.role}`,
  };
}

function decode({ role, bytes }: FetchedFile): MetadataFile<Metadata> {
  if (role === 'snapshot') return decodeSnapshot(bytes);
  if (role === 'timestamp') return decodeTimestamp(bytes);
  if (role === 'root') return decodeRoot(bytes);
  return decodeTargets(role, bytes);
}

function accepted(file: FetchedFile, { content }: MetadataFile<Metadata>): JudgedFile {
  return { ...file, isVerified: true, version: content.version, expires: content.expires, content };
}

function refused(file: FetchedFile, { message }: VerificationError): JudgedFile {
  return { ...file, isVerified: false, reason: message };
}

function attempt<T>(work: () => T): T | VerificationError {
  try {
    return work();
  } catch (error) {
    if (error instanceof VerificationError) return error;
    throw error;
  }
}
