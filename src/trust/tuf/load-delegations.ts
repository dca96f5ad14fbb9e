import { limits } from '../../model/limits.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { decodeTargets } from './decode-targets.ts';
import { keyRole } from './key-role.ts';
import { checkFile } from './file-meta.ts';
import { hashOf, loadByHash } from './load-file.ts';
import { maxMetadataBytes } from './max-metadata-bytes.ts';
import { type DelegatedRole, type FileMeta, type MetadataFile, type SnapshotMetadata, type TargetsMetadata } from './metadata.ts';
import { releasesRole, type DelegationName, type RoleName, type TargetsRole } from './role-name.ts';
import { type TrustedRepository, type TrustedTargets } from './trusted-repository.ts';
import { type Update } from './update-step.ts';

export interface DelegationOptions {
  readonly startedAt: Date;
  readonly snapshot: MetadataFile<SnapshotMetadata>;
  /** The snapshot that was trusted before. */
  readonly seenSnapshot: MetadataFile<SnapshotMetadata> | undefined;
  readonly kept: ReadonlyMap<RoleName, Buffer>;
  /** Delegations to load in addition to `targets/releases`. */
  readonly wanted: 'all' | readonly DelegationName[];
  /** See `UpdateOptions`. */
  readonly isForChange: boolean;
}

type Delegations = Pick<TrustedRepository, 'targets' | 'refused' | 'refusedFiles' | 'unpublished' | 'skipped'>;

interface Visit {
  readonly parent: TrustedTargets;
  readonly role: DelegatedRole;
}

/**
 * Loads delegations depth first, `targets/releases` before its siblings, each with the keys that its delegator lists now. An
 * error in `targets/releases` is thrown: if it were ignored, an older or different digest in `targets` would take its place. An error in
 * another delegation is part of the result, because tags are not pulled from it.
 */
export function* loadDelegations(top: TrustedTargets, options: DelegationOptions): Update<Delegations> {
  const targets = new Map<TargetsRole, TrustedTargets>([[top.role, top]]);
  const refused = new Map<DelegationName, VerificationError>();
  const refusedFiles = new Map<DelegationName, MetadataFile<TargetsMetadata>>();
  const unpublished: DelegationName[] = [];
  const skipped: DelegationName[] = [];
  const waiting = visitsBeneath(top);
  for (let visit = waiting.shift(), looked = 0; visit !== undefined; visit = waiting.shift()) {
    const { name } = visit.role;
    const meta = options.snapshot.content.meta.get(name);
    try {
      if (meta === undefined) {
        checkNotDropped(name, options.seenSnapshot);
        unpublished.push(name);
      } else if (!isWanted(name, options.wanted) || looked === limits.delegatedRoles) {
        skipped.push(name);
      } else {
        looked++;
        const loaded = yield* loadDelegation(visit, meta, options);
        targets.set(name, loaded);
        waiting.unshift(...visitsBeneath(loaded));
      }
    } catch (error) {
      if (!(error instanceof VerificationError) || (name === releasesRole && !options.isForChange)) throw error;
      refused.set(name, error);
      const file = options.isForChange && meta !== undefined ? yield* loadUnsigned(name, meta) : undefined;
      if (file !== undefined) refusedFiles.set(name, file);
    }
  }
  return { targets, refused, refusedFiles, unpublished, skipped };
}

function visitsBeneath(parent: TrustedTargets): Visit[] {
  const roles = parent.file.content.delegations.roles;
  const ordered = [...roles.filter(({ name }) => name === releasesRole), ...roles.filter(({ name }) => name !== releasesRole)];
  return ordered.map((role) => ({ parent, role }));
}

function isWanted(name: DelegationName, wanted: DelegationOptions['wanted']): boolean {
  return wanted === 'all' || name === releasesRole || wanted.some((other) => other === name || other.startsWith(`${name}/`));
}

/** TUF 1.0, section 5.5.5: what one snapshot lists, the next one lists too, unless the delegation was removed. */
function checkNotDropped(name: DelegationName, seen: MetadataFile<SnapshotMetadata> | undefined): void {
  if (seen?.content.meta.has(name) !== true) return;
  throw new VerificationError(
    'ROLE_DROPPED',
    name,
    `version ${seen.content.version} of the snapshot listed ${name}, the current one does not`,
  );
}

function* loadDelegation({ parent, role }: Visit, meta: FileMeta, options: DelegationOptions): Update<TrustedTargets> {
  const { name } = role;
  const rules = {
    role: keyRole(name, role, parent.file.content.delegations.keys),
    decode: (bytes: Buffer) => decodeTargets(name, bytes),
    kept: options.kept.get(name),
    startedAt: options.startedAt,
    mayBeExpired: options.isForChange,
  };
  const file = yield* loadByHash(rules, meta, 'snapshot');
  return { role: name, file, paths: role.paths.filter((path) => parent.paths.some((prefix) => path.startsWith(prefix))) };
}

/** The file that the snapshot lists, whoever signed it; `undefined` when it does not exist or cannot be read. */
function* loadUnsigned(name: DelegationName, meta: FileMeta): Update<MetadataFile<TargetsMetadata> | undefined> {
  try {
    const bytes = yield { kind: 'fetch', role: name, hash: hashOf(meta), maxBytes: Math.min(meta.length, maxMetadataBytes(name)) };
    if (bytes === undefined) return undefined;
    checkFile(name, bytes, meta, 'snapshot');
    return decodeTargets(name, bytes);
  } catch (error) {
    if (error instanceof VerificationError) return undefined;
    throw error;
  }
}
