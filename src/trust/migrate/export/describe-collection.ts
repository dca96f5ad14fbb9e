import { type PublicKey } from '../../crypto/public-key.ts';
import { type RoleKeys, type RootMetadata, type TargetsMetadata } from '../../tuf/metadata.ts';
import { baseRoles } from '../../tuf/role-name.ts';
import { listTags } from '../../tuf/signed-tags.ts';
import { type TrustedRepository } from '../../tuf/trusted-repository.ts';
import { type JudgedFile } from './believed-history.ts';
import { type ExportedKey, type ExportedRole, type ExportedTag } from './export-index.ts';

/** The signed tags, sorted. */
export function describeTags(repository: TrustedRepository): readonly ExportedTag[] {
  const tags = listTags(repository).map(({ tag, sha256, length, role, version, expires, signers, disagreements }) => ({
    tag,
    digest: `sha256:${sha256}`,
    size: length,
    role,
    version,
    expires: expires.toISOString(),
    signers: signers.map((signer) => signer.slice('targets/'.length)),
    disagreements: disagreements.map((other) => ({ role: other.role, digest: `sha256:${other.sha256}` })),
  }));
  return tags.sort((a, b) => (a.tag < b.tag ? -1 : 1));
}

/** Keys and thresholds of each role by the newest file that verifies. */
export function describeRoles(files: readonly JudgedFile[], trusted: TrustedRepository | undefined): readonly ExportedRole[] {
  const root = newest(files, 'root') as RootMetadata | undefined;
  const base = root === undefined ? [] : baseRoles.map((role) => describeRole(role, root.roles[role], files));
  const delegated = [...new Set(files.map(({ role }) => role))].flatMap((role) => {
    const content = newest(files, role);
    return content?.kind === 'targets' ? content.delegations.roles : [];
  });
  return [
    ...base,
    ...delegated.map((role) => {
      const problem = trusted?.refused.get(role.name)?.message;
      const described = describeRole(role.name, role, files);
      return { ...described, paths: role.paths, ...(problem === undefined ? {} : { problem }) };
    }),
  ];
}

function describeRole(role: string, { keyIds, threshold }: RoleKeys, files: readonly JudgedFile[]): ExportedRole {
  const content = newest(files, role);
  const isThere = files.some((file) => file.role === role);
  const state = content === undefined ? { problem: isThere ? 'no version verifies' : 'not published' } : { version: content.version, expires: content.expires.toISOString() };
  return { role, keyIds, threshold, ...state };
} // prettier-ignore

/** Every public key in files that verify, with its roles. */
export function collectKeys(
  files: readonly JudgedFile[],
  folder: string,
): readonly { readonly key: PublicKey; readonly described: ExportedKey }[] {
  const roles = new Map<string, Set<string>>();
  const keys = new Map<string, PublicKey>();
  const note = (role: string, { keyIds }: RoleKeys, known: ReadonlyMap<string, PublicKey>): void => {
    for (const id of keyIds) {
      const key = known.get(id);
      if (key === undefined) continue;
      keys.set(id, key);
      roles.set(id, (roles.get(id) ?? new Set()).add(role));
    }
  };
  for (const file of files) {
    if (!file.isVerified) continue;
    const { content } = file;
    if (content.kind === 'root') for (const role of baseRoles) note(role, content.roles[role], content.keys);
    if (content.kind === 'targets') for (const role of content.delegations.roles) note(role.name, role, content.delegations.keys);
  }
  const sorted = [...keys.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return sorted.map((key) => ({
    key,
    described: {
      keyId: key.id,
      canonicalKeyId: key.canonicalId,
      type: key.type,
      roles: [...(roles.get(key.id) ?? [])].sort(),
      path: `${folder}/keys/${key.id}.${key.certificates === undefined ? 'pem' : 'crt'}`,
    },
  }));
}

function newest(files: readonly JudgedFile[], role: string): RootMetadata | TargetsMetadata | CommonContent | undefined {
  const believed = files.flatMap((file) => (file.role === role && file.isVerified ? [file.content] : []));
  return believed.sort((a, b) => b.version - a.version)[0];
}

type CommonContent = Extract<JudgedFile, { readonly isVerified: true }>['content'];
