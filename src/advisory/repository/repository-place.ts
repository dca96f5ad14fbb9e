import { type Runtime } from '../../model/runtime.ts';

/** Somewhere a repository of advisories is served from. What it serves is trusted by its signatures only, so any place will do. */
export interface RepositoryPlace {
  /** For people: a host, a path. */
  readonly name: string;
  /** A file by its path below the repository; `undefined` when it does not exist. Rejects with FETCH_FAILED, LIMIT_EXCEEDED or ABORTED. */
  read(path: string, maxBytes: number, runtime: Runtime): Promise<Buffer | undefined>;
  close(): Promise<void>;
}

/** `metadata/` has the files of TUF, `targets/` what they name. */
export const metadataFolder = 'metadata';
export const targetsFolder = 'targets';

/** Where a slice's manifest is among the targets. */
export function sliceTarget(slice: string): string {
  return `slices/${encodeURIComponent(slice)}.json`;
}

/** The slice of such a target; `undefined` for another one. */
export function parseSliceTarget(target: string): string | undefined {
  const name = /^slices\/([A-Za-z0-9%@._~!*'()-]+)\.json$/.exec(target)?.[1];
  try {
    return name === undefined ? undefined : decodeURIComponent(name);
  } catch {
    return undefined;
  }
}

/** With consistent snapshots a target lies under its digest (TUF 1.0.34, section 6.2): `shards/HASH.npm.shard`. */
export function targetPath(target: string, sha256: string): string {
  const slash = target.lastIndexOf('/') + 1;
  return `${targetsFolder}/${target.slice(0, slash)}${sha256}.${target.slice(slash)}`;
}
