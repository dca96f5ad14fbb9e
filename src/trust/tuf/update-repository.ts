import { limits } from '../../model/limits.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { decodeSnapshot } from './decode-snapshot.ts';
import { decodeTargets } from './decode-targets.ts';
import { decodeTimestamp } from './decode-timestamp.ts';
import { checkFile } from './file-meta.ts';
import { keyRole, type KeyRole } from './key-role.ts';
import { loadDelegations } from './load-delegations.ts';
import { fetchCurrent, loadByHash, readKept } from './load-file.ts';
import { type RootMetadata } from './metadata.ts';
import { maxMetadataBytes } from './max-metadata-bytes.ts';
import { type BaseRole, type DelegationName, type RoleName } from './role-name.ts';
import { type RootPins } from './root-pins.ts';
import { type TrustedRepository } from './trusted-repository.ts';
import { updateRoot, type TrustedRoot } from './update-root.ts';
import { type Update } from './update-step.ts';

export interface UpdateOptions {
  /** Globally unique name of the repository, such as `docker.io/library/alpine`. */
  readonly gun: string;
  /** The time for which everything is verified. */
  readonly startedAt: Date;
  readonly pins: RootPins;
  /** Cached files by role; empty on first use. */
  readonly kept: ReadonlyMap<RoleName, Buffer>;
  /** Delegations to read in addition to `targets/releases`; none to pull by tag. */
  readonly delegations: 'all' | readonly DelegationName[];
  /**
   * Whether it is read to be changed. Then everything but the root may have expired, because it is signed again, and an error in
   * `targets/releases` is part of the result, because it is about to be fixed. An expired timestamp or snapshot is accepted only if a cached
   * timestamp shows that it is not an old one that was put back: signing it again would make it valid.
   */
  readonly isForChange?: boolean;
  /** Accepts an expired timestamp and snapshot without a cached timestamp too. */
  readonly isExpiryAccepted?: boolean;
}

/**
 * The update of TUF 1.0, section 5, for metadata of Notary v1, without input or output: it requests files in steps and receives their bytes.
 * Order: every new root, timestamp, snapshot, targets, delegations. A file is trusted only when its signatures, version, expiry and the hash
 * that the file before lists are right; the first error ends the update with a `VerificationError`. The result may be cached as it is; before
 * that, only the roots of `root-accepted`.
 */
export function* updateRepository(options: UpdateOptions): Update<TrustedRepository> {
  const { gun, startedAt, kept, isForChange = false } = options;
  const trusted = yield* updateRoot({ gun, startedAt, pins: options.pins, kept: kept.get('root') });
  const root = trusted.root.content;
  const timestampRules = {
    role: baseRole(root, 'timestamp'),
    decode: decodeTimestamp,
    kept: kept.get('timestamp'),
    startedAt,
  };
  const isCompared = options.isExpiryAccepted === true || readKept(timestampRules) !== undefined;
  const mayBeExpired = isForChange && isCompared;
  const timestamp = yield* explainOtherRoot(trusted, options, fetchCurrent({ ...timestampRules, mayBeExpired }));
  const snapshotRules = {
    role: baseRole(root, 'snapshot'),
    decode: decodeSnapshot,
    kept: kept.get('snapshot'),
    startedAt,
    mayBeExpired,
  };
  const snapshot = yield* loadByHash(snapshotRules, timestamp.content.snapshot, 'timestamp');
  checkFile('root', trusted.root.bytes, snapshot.content.meta.get('root')!, 'snapshot', olderRootHint(trusted, kept));
  const targetsRules = {
    role: baseRole(root, 'targets'),
    decode: (bytes: Buffer) => decodeTargets('targets', bytes),
    kept: kept.get('targets'),
    startedAt,
    mayBeExpired: isForChange,
  };
  const targets = yield* loadByHash(targetsRules, snapshot.content.meta.get('targets')!, 'snapshot');
  const top = { role: 'targets', file: targets, paths: [''] } as const;
  const seenSnapshot = readKept(snapshotRules);
  const delegations = yield* loadDelegations(top, { startedAt, snapshot, seenSnapshot, kept, wanted: options.delegations, isForChange });
  return {
    gun,
    isForChange,
    root: trusted.root,
    timestamp,
    snapshot,
    ...delegations,
    trustRoot: trusted.trustRoot,
    notices: noticesOf(trusted, options, delegations.skipped),
  };
}

/** Files that are of another root than the one that this machine has seen are usually older ones. */
function olderRootHint({ root }: TrustedRoot, kept: UpdateOptions['kept']): string | undefined {
  if (kept.get('root')?.equals(root.bytes) !== true) return undefined;
  return `this machine has seen version ${root.content.version} of the root, and the rest is older or of another version: the publisher restores the newest copy with pratique trust repo restore`;
}

/** A timestamp by other keys is usually one below another root, which was created where this one was lost: then that is the reason. */
function* explainOtherRoot<T>({ root }: TrustedRoot, { gun, kept }: UpdateOptions, update: Update<T>): Update<T> {
  try {
    return yield* update;
  } catch (cause) {
    if (!(cause instanceof VerificationError) || cause.code !== 'SIGNATURES_BELOW_THRESHOLD' || !kept.has('root')) throw cause;
    const served = yield { kind: 'fetch', role: 'root', maxBytes: maxMetadataBytes('root') };
    if (served === undefined || served.equals(root.bytes)) throw cause;
    const known = root.content.roles.root.keyIds.join(', ');
    throw new VerificationError(
      'ROOT_CHAIN_BROKEN',
      'root',
      `the trust metadata of ${gun} has another root than the one trusted here (root key ${known}), which did not sign it`,
      { cause },
    );
  }
}

function baseRole(root: RootMetadata, name: BaseRole): KeyRole {
  return keyRole(name, root.roles[name], root.keys);
}

function noticesOf({ trustRoot }: TrustedRoot, options: UpdateOptions, skipped: readonly DelegationName[]): readonly string[] {
  const notices: string[] = [];
  if (trustRoot.kind === 'first use') notices.push(`trusted on first use: ${options.gun} with root key ${trustRoot.name}`);
  if (options.delegations === 'all' && skipped.length > 0)
    notices.push(`${limits.delegatedRoles} delegations were read, ${skipped.length} more were not, such as ${skipped[0]}`);
  return notices;
}
