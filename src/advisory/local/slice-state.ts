import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from '../../lib/file/make-directory.ts';
import { writeFileAtomicallySync } from '../../lib/file/write-file-atomically.ts';

/** What is known of a slice in addition to its database: `state.json` in its directory. Losing it costs one download. */
export interface SliceState {
  /** When a scan last wanted it, to the day. RFC 3339. */
  readonly usedAt?: string;
  /** When its publishers or a repository were last asked for changes, whether they answered or not. */
  readonly checkedAt?: string;
  /** What was built: by source, a fingerprint of its files. */
  readonly inputs: ReadonlyMap<string, string>;
  /** Sources that could not be reached or read at the last check. */
  readonly failures: readonly SourceFailure[];
  /** A scan found it damaged: it is built again, whether its feeds changed or not. */
  readonly isDamaged: boolean;
  /** Where its data came from: the repository’s name; absent for its publishers. */
  readonly repository?: string;
  /** Sources that are too large for a scan and know what no other does. */
  readonly leftOut?: readonly LeftOutSource[];
}

export interface LeftOutSource {
  readonly source: string;
  /** What is not known without it, for people. */
  readonly knows: string;
}

export interface SourceFailure {
  readonly source: string;
  readonly reason: string;
}

const formatVersion = 1;
const noState: SliceState = { inputs: new Map(), failures: [], isDamaged: false };

/** Of a slice that was never there, or whose state cannot be read, the empty state. */
export function readSliceState(directory: string): SliceState {
  try {
    const { version, usedAt, checkedAt, inputs, failures, isDamaged, repository, leftOut } = JSON.parse(
      readFileSync(pathOf(directory), 'utf8'),
    ) as Partial<Record<string, unknown>>;
    if (version !== formatVersion || typeof inputs !== 'object' || inputs === null || !Array.isArray(failures)) return noState;
    return {
      ...(typeof usedAt === 'string' && { usedAt }),
      ...(typeof checkedAt === 'string' && { checkedAt }),
      ...(typeof repository === 'string' && { repository }),
      ...(Array.isArray(leftOut) && { leftOut: leftOut.filter(isLeftOut) }),
      inputs: new Map(Object.entries(inputs).filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
      failures: failures.filter(isFailure),
      isDamaged: isDamaged === true,
    };
  } catch {
    return noState;
  }
}

/** Makes the directory where it is missing. Throws what the system says. */
export function writeSliceState(directory: string, state: SliceState): void {
  makeDirectory(directory);
  const text = `${JSON.stringify({ version: formatVersion, ...state, inputs: Object.fromEntries(state.inputs) }, undefined, 1)}\n`;
  writeFileAtomicallySync(pathOf(directory), [Buffer.from(text)], { sync: 'nothing' });
}

function pathOf(directory: string): string {
  return join(directory, 'state.json');
}

function isFailure(value: unknown): value is SourceFailure {
  const { source, reason } = (value ?? {}) as Partial<Record<string, unknown>>;
  return typeof source === 'string' && typeof reason === 'string';
}

function isLeftOut(value: unknown): value is LeftOutSource {
  const { source, knows } = (value ?? {}) as Partial<Record<string, unknown>>;
  return typeof source === 'string' && typeof knows === 'string';
}
