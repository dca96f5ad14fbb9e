import { VerificationError } from '../../model/trust/verification-error.ts';
import { type FileMeta } from './metadata.ts';
import { quote } from './read-fields.ts';
import { releasesRole, type DelegationName, type TargetsRole } from './role-name.ts';
import { type TrustedRepository, type TrustedTargets } from './trusted-repository.ts';

/** The content that is signed under one tag. */
export interface SignedTag {
  readonly tag: string;
  /** SHA-256 of the manifest, in hexadecimal. */
  readonly sha256: string;
  /** Bytes of the manifest. */
  readonly length: number;
  /** The role in which the tag was found: `targets/releases` where it has the tag, otherwise `targets`, unless others were asked before them. */
  readonly role: TargetsRole;
  readonly version: number;
  readonly expires: Date;
  /** Delegations other than `targets/releases` that sign the same content under the same tag. */
  readonly signers: readonly DelegationName[];
  /** Roles that sign other content under the tag. */
  readonly disagreements: readonly { readonly role: TargetsRole; readonly sha256: string }[];
}

/**
 * The content signed under `tag`, looked up in the roles of `before`, in their order, and then as Docker does: in `targets/releases`, then in
 * `targets`. Other delegations only tell who signed. Names outside the paths of a role are ignored. Throws TARGET_NOT_SIGNED, and a plain Error for a
 * repository that was read to be changed, because it may have expired.
 */
export function lookUpTag(repository: TrustedRepository, tag: string, before: readonly string[] = []): SignedTag {
  if (repository.isForChange) throw new Error('a tag is looked up in a repository that was read to be changed');
  const named = before.map((role) => repository.targets.get(role as TargetsRole)).filter((role) => role !== undefined);
  const found = [...named, ...pullRoles(repository)].find((targets) => findTarget(targets, tag) !== undefined);
  if (found === undefined)
    throw new VerificationError('TARGET_NOT_SIGNED', tag, `${quote(tag)} is not signed in ${repository.gun}${hintOf(repository, tag)}`);
  return describeTag(repository, found, tag);
}

/** Every tag that {@link lookUpTag} finds, in the order of the roles; also of a repository that was read to be changed. */
export function listTags(repository: TrustedRepository): readonly SignedTag[] {
  const found = new Map<string, TrustedTargets>();
  for (const targets of pullRoles(repository)) {
    const tags = [...targets.file.content.targets.keys()].filter((tag) => findTarget(targets, tag) !== undefined);
    for (const tag of tags) found.set(tag, found.get(tag) ?? targets);
  }
  return Array.from(found, ([tag, targets]) => describeTag(repository, targets, tag));
}

/** One tag in one role. */
export interface RoleTag {
  readonly tag: string;
  /** SHA-256 of the manifest, in hexadecimal, and its bytes. */
  readonly sha256: string;
  readonly length: number;
  readonly role: TargetsRole;
}

/** Every tag of every role, by name and role. Docker pulls those of two roles only; a client that trusts another role by name verifies them too. */
export function listRoleTags({ targets }: TrustedRepository): readonly RoleTag[] {
  const tags = [...targets.values()].flatMap((trusted) =>
    [...trusted.file.content.targets.keys()].flatMap((tag): RoleTag[] => {
      const meta = findTarget(trusted, tag);
      return meta === undefined ? [] : [{ tag, sha256: sha256Of(meta), length: meta.length, role: trusted.role }];
    }),
  );
  const order = ({ tag, role }: RoleTag): string => `${tag}\0${role}`;
  return tags.sort((one, other) => (order(one) < order(other) ? -1 : 1));
}

/** Tags that a role signs outside its paths, which are ignored. */
export function listStrayTags(repository: TrustedRepository): readonly { readonly role: TargetsRole; readonly tag: string }[] {
  return [...repository.targets.values()].flatMap((targets) =>
    [...targets.file.content.targets.keys()].filter((tag) => !isWithinPaths(targets, tag)).map((tag) => ({ role: targets.role, tag })),
  );
}

/** The target of that name, if the role has it, may sign it and lists a SHA-256 digest to pull. */
export function findTarget(targets: TrustedTargets, tag: string): FileMeta | undefined {
  const meta = targets.file.content.targets.get(tag);
  return meta !== undefined && meta.hashes.has('sha256') && isWithinPaths(targets, tag) ? meta : undefined;
}

function isWithinPaths(targets: TrustedTargets, tag: string): boolean {
  return targets.paths.some((path) => tag.startsWith(path));
}

function pullRoles({ targets }: TrustedRepository): readonly TrustedTargets[] {
  return [targets.get(releasesRole), targets.get('targets')].filter((role) => role !== undefined);
}

function describeTag(repository: TrustedRepository, found: TrustedTargets, tag: string): SignedTag {
  const meta = findTarget(found, tag)!;
  const said = [...repository.targets.values()].flatMap((targets) => {
    const other = findTarget(targets, tag);
    return other === undefined ? [] : [{ role: targets.role, sha256: sha256Of(other), isSame: isSame(meta, other) }];
  });
  const { version, expires } = found.file.content;
  return {
    tag,
    sha256: sha256Of(meta),
    length: meta.length,
    role: found.role,
    version,
    expires,
    signers: said
      .filter(({ isSame }) => isSame)
      .map(({ role }) => role)
      .filter(isSigner),
    disagreements: said.filter(({ isSame }) => !isSame).map(({ role, sha256 }) => ({ role, sha256 })),
  };
}

function isSigner(role: TargetsRole): role is DelegationName {
  return role !== 'targets' && role !== releasesRole;
}

function isSame(one: FileMeta, other: FileMeta): boolean {
  return one.length === other.length && sha256Of(one) === sha256Of(other);
}

function sha256Of(meta: FileMeta): string {
  return meta.hashes.get('sha256')!.toString('hex');
}

function hintOf(repository: TrustedRepository, tag: string): string {
  const others = [...repository.targets.values()].filter((targets) => findTarget(targets, tag) !== undefined).map(({ role }) => role);
  return others.length === 0 ? '' : `; it is signed only in ${others.join(', ')}, from which tags are not pulled`;
}
