import { limits } from '../../model/limits.ts';
import { decodeSnapshot } from './decode-snapshot.ts';
import { decodeTargets } from './decode-targets.ts';
import { decodeTimestamp } from './decode-timestamp.ts';
import { checkFile } from './file-meta.ts';
import { keyRole, type KeyRole } from './key-role.ts';
import { loadDelegations } from './load-delegations.ts';
import { fetchCurrent, loadByHash, readKept } from './load-file.ts';
import { type RootMetadata } from './metadata.ts';
import { type BaseRole, type DelegationName, type RoleName } from './role-name.ts';
import { type RootPins } from './root-pins.ts';
import { type TrustedRepository } from './trusted-repository.ts';
import { updateRoot, type TrustedRoot } from './update-root.ts';
import { type Update } from './update-step.ts';

export interface UpdateOptions {
  /** Globally unique name of the repository, such as `docker.io/library/alpine`. */
  readonly gun: string;
  /** The one moment by which everything is judged. */
  readonly startedAt: Date;
  readonly pins: RootPins;
  /** What was kept of the last update, whole files by role; empty at the first contact. */
  readonly kept: ReadonlyMap<RoleName, Buffer>;
  /** Delegations to look at besides `targets/releases`; to pull by tag, none. */
  readonly delegations: 'all' | readonly DelegationName[];
  /**
   * Whether it is read to be changed, not to be believed: then all but the root may have expired, since it is signed
   * anew, and what is wrong with `targets/releases` is kept beside the result too, since it is to be mended.
   */
  readonly isForChange?: boolean;
}

/**
 * The update of TUF 1.0, section 5, over metadata of Notary v1, without reading or writing anything: it asks for files by its steps
 * and gets their bytes. Order: root after root, timestamp, snapshot, targets, delegations. Each is believed only when its signatures,
 * version, expiry and the hash that the one before names are right; the first thing that is not ends it with a `VerificationError`.
 * What it returns may be kept as it is for the next time; until then only what `root-accepted` hands out.
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
    mayBeExpired: isForChange,
  };
  const timestamp = yield* fetchCurrent(timestampRules);
  const snapshotRules = {
    role: baseRole(root, 'snapshot'),
    decode: decodeSnapshot,
    kept: kept.get('snapshot'),
    startedAt,
    mayBeExpired: isForChange,
  };
  const snapshot = yield* loadByHash(snapshotRules, timestamp.content.snapshot, 'timestamp');
  checkFile('root', trusted.root.bytes, snapshot.content.meta.get('root')!, 'snapshot');
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

function baseRole(root: RootMetadata, name: BaseRole): KeyRole {
  return keyRole(name, root.roles[name], root.keys);
}

function noticesOf({ trustRoot }: TrustedRoot, options: UpdateOptions, skipped: readonly DelegationName[]): readonly string[] {
  const notices: string[] = [];
  if (trustRoot.kind === 'first use') notices.push(`trusted on first use: ${options.gun} with root key ${trustRoot.name}`);
  if (options.delegations === 'all' && skipped.length > 0)
    notices.push(`${limits.delegatedRoles} delegations were looked at, ${skipped.length} more were not: ${skipped[0]} and so on`);
  return notices;
}
