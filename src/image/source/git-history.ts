import { createInterface } from 'node:readline';
import { limits } from '../../model/limits.ts';
import { type Runtime } from '../../model/runtime.ts';
import { runGit } from './git-program.ts';

/** A version of a file, with the commit that brought it. */
export interface GitBlob {
  readonly id: string;
  readonly path: string;
  /** `commit 1a2b3c4 2026-01-02 subject`. */
  readonly commit: string;
}

export interface GitHistory {
  /** Each content once, in the order of commits, oldest first. */
  readonly blobs: readonly GitBlob[];
  /** There are more than are read. */
  readonly isCut: boolean;
}

/** Every version of every file that a branch, a tag or a stash leads to, but for `known` contents. */
export async function listHistory(repository: string, known: ReadonlySet<string>, runtime: Runtime): Promise<GitHistory> {
  const words = [
    'log',
    '--all',
    '--reverse',
    '-m',
    '--raw',
    '--no-abbrev',
    '--no-renames',
    '--no-textconv',
    '--no-ext-diff',
    '--format=commit %h %cs %s',
  ];
  const { output, ended } = await runGit(repository, words, runtime);
  const seen = new Set(known);
  const blobs: GitBlob[] = [];
  let commit = '';
  let isCut = false;
  for await (const line of createInterface({ input: output, crlfDelay: Infinity })) {
    if (line.startsWith('commit ')) commit = line.slice(0, maxCommitCharacters);
    const [, id = '', path = ''] = /^:\d+ (?:100\d+|120000) [0-9a-f]+ ([0-9a-f]+) [A-Z]\d*\t(.*)$/.exec(line) ?? [];
    if (id === '' || seen.has(id)) continue;
    isCut = blobs.length >= limits.gitBlobs;
    if (isCut) continue;
    seen.add(id);
    blobs.push({ id, path: unquote(path), commit });
  }
  await ended;
  return { blobs, isCut };
}

const maxCommitCharacters = 160;

/** What is checked out at a commit: contents by path. Empty in a repository without commits. `revision` must not begin like an option. */
export async function listTree(repository: string, revision: string, runtime: Runtime): Promise<ReadonlyMap<string, string>> {
  const { output, ended } = await runGit(repository, ['ls-tree', '-r', '-z', '--full-tree', revision], runtime);
  const files = new Map<string, string>();
  let rest = '';
  output.setEncoding('utf8');
  for await (const text of output as AsyncIterable<string>) {
    const records = (rest + text).split('\0');
    rest = records.pop() ?? '';
    for (const record of records) {
      const [, id, path] = /^1\d+ blob ([0-9a-f]+)\t([\s\S]*)$/.exec(record) ?? [];
      if (id !== undefined && path !== undefined) files.set(path, id);
    }
  }
  await ended;
  return files;
}

/** git writes a name with control characters or quotes as a string of C. */
function unquote(path: string): string {
  if (!path.startsWith('"')) return path;
  const names: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '"': '"', '\\': '\\' };
  return path
    .slice(1, -1)
    .replace(/\\(?:([0-7]{3})|(.))/g, (_whole, octal: string | undefined, letter: string | undefined) =>
      octal === undefined ? (names[letter ?? ''] ?? '?') : String.fromCharCode(parseInt(octal, 8)),
    );
}
