import { createHash, type Hash } from 'node:crypto';
import { type FileEntry } from '../../model/file-entry.ts';
import { type Inspection, type Inspector } from '../../model/layer-index.ts';
import { limits } from '../../model/limits.ts';
import { recordedAlgorithms, shortenDigest, type RecordedAlgorithm } from './recorded-file.ts';

/**
 * Digests of programs, libraries and scripts where package managers install them, to compare with what these recorded. The package database comes
 * after the files, often in another layer, so that every algorithm it may use is computed, unless the path belongs to one distribution.
 */
export const codeDigests: Inspector = {
  id: 'code-digests',
  version: 1,
  minFileBytes: 1,
  maxStateBytes: 2 * 1024,
  wants: (entry, head) => entry.size <= limits.codeDigestBytes && isInstalledPath(entry.path) && isCode(entry, head),
  open: ({ path }) => new DigestInspection(algorithmsOf(path)),
};

const roots: readonly string[] = ['usr/', 'bin/', 'sbin/', 'lib/', 'lib64/', 'lib32/', 'libx32/'];
/** What administrators install by hand, and what nothing executes. */
const excluded: readonly string[] = ['usr/local/', 'usr/src/', 'usr/share/doc/', 'usr/share/man/', 'usr/share/locale/', 'usr/include/'];

function isInstalledPath(path: string): boolean {
  return roots.some((root) => path.startsWith(root)) && !excluded.some((folder) => path.startsWith(folder));
}

const scripts: ReadonlySet<string> = new Set(['py', 'pl', 'pm', 'rb', 'js', 'cjs', 'mjs', 'php', 'sh', 'lua', 'tcl', 'jar']);

function isCode({ path, mode }: FileEntry, head: Uint8Array): boolean {
  const isElf = head[0] === 0x7f && head[1] === 0x45 && head[2] === 0x4c && head[3] === 0x46;
  const isScript = head[0] === 0x23 && head[1] === 0x21;
  return isElf || isScript || (mode & 0o111) !== 0 || scripts.has(path.slice(path.lastIndexOf('.') + 1));
}

const all: readonly RecordedAlgorithm[] = recordedAlgorithms;
const ofDebian: readonly RecordedAlgorithm[] = ['md5'];
const ofRpm: readonly RecordedAlgorithm[] = ['sha256'];

/** Directories that one family of distributions has: Debian's for libraries of an architecture and for Python modules, `lib64` of those with rpm. */
function algorithmsOf(path: string): readonly RecordedAlgorithm[] {
  if (/^(?:usr\/)?lib\/(?:[a-z0-9_]+-linux-gnu[a-z0-9]*|python3\/dist-packages)\//.test(path)) return ofDebian;
  return /^(?:usr\/)?lib64\//.test(path) ? ofRpm : all;
}

class DigestInspection implements Inspection {
  readonly #hashes: ReadonlyMap<RecordedAlgorithm, Hash>;

  constructor(algorithms: readonly RecordedAlgorithm[]) {
    this.#hashes = new Map(algorithms.map((algorithm) => [algorithm, createHash(algorithm)]));
  }

  write(chunk: Uint8Array): void {
    for (const hash of this.#hashes.values()) hash.update(chunk);
  }

  end(isComplete: boolean): readonly unknown[] {
    if (!isComplete) return [];
    return [recordedAlgorithms.map((algorithm) => this.#digest(algorithm)).join(' ')];
  }

  #digest(algorithm: RecordedAlgorithm): string {
    const hash = this.#hashes.get(algorithm);
    return hash === undefined ? '' : shortenDigest(hash.digest());
  }
}

/** Of the value that the inspector made: the shortened digest, `undefined` where it was not computed. */
export function digestOfFact(value: unknown, algorithm: RecordedAlgorithm): string | undefined {
  return typeof value === 'string' ? value.split(' ')[recordedAlgorithms.indexOf(algorithm)] || undefined : undefined;
}
