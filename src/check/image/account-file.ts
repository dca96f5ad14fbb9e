import { type TreeEntry } from '../../model/file-tree.ts';
import { type WantedFiles } from './image-rule.ts';

export interface AccountLine {
  readonly line: number;
  /** Separated by colons; passwd(5), shadow(5), group(5). */
  readonly fields: readonly string[];
}

export interface AccountFile {
  readonly entry: TreeEntry;
  readonly path: string;
  readonly lines: readonly AccountLine[];
}

/** A file of accounts in `/etc`; `undefined` where there is none. Comments and entries of NIS (`+`) are left out. */
export function readAccountFile({ tree }: Pick<WantedFiles, 'tree'>, path: string): AccountFile | undefined {
  const entry = tree.get(path);
  const content = entry === undefined ? undefined : tree.read(entry);
  if (entry === undefined || content === undefined) return undefined;
  const lines = Buffer.from(content)
    .toString('latin1')
    .split('\n')
    .map((text, at) => ({ line: at + 1, fields: text.trim().split(':') }))
    .filter(({ fields }) => fields.length > 1 && !/^[#+-]/.test(fields[0]!));
  return { entry, path, lines };
}
