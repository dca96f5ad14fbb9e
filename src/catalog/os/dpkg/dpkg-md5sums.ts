import { packageManagers } from '../../../model/package-managers.ts';
import { type FileSelector } from '../../../model/file-selector.ts';
import { type FileTree } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { type RecordedFile } from '../../recorded/recorded-file.ts';
import { rememberByTree } from '../../remember-by-tree.ts';
import { decodeText } from '../decode-text.ts';

const folders = packageManagers.dpkg.databaseFiles.map((path) => path.slice(0, path.lastIndexOf('/')));

/** What dpkg recorded of files, without those of configuration, and the files that it keeps under another name; needed only to compare files. */
export const dpkgMd5sums: FileSelector = {
  inDirectories: folders.map((folder) => ({ directory: `${folder}/info`, suffix: '.md5sums' })),
  paths: folders.map((folder) => `${folder}/diversions`),
  maxBytes: limits.keptFileBytes,
};

/** A dpkg `.md5sums`: 32 hexadecimal digits, two spaces, a relative path; a diverted file under the name that it has. */
export function* recordedFilesOfMd5sums(content: Uint8Array, packageName: string, tree: FileTree): Iterable<RecordedFile> {
  const diversions = diversionsOf(tree);
  for (const line of decodeText(Buffer.from(content.buffer, content.byteOffset, content.byteLength)).split('\n')) {
    const [, digest, written = ''] = /^([0-9a-f]{32}) [ *](?:\.\/)?(.+)$/.exec(line) ?? [];
    if (digest === undefined) continue;
    const diversion = diversions.get(written);
    const path = diversion === undefined || diversion.by === packageName ? written : diversion.to;
    yield { path, algorithm: 'md5', digest };
  }
}

interface Diversion {
  readonly to: string;
  /** The package whose file has the name now; `:` for one of the administrator. */
  readonly by: string;
}

/** dpkg-divert(1): lines of three, from, to, package. */
const diversionsOf = rememberByTree((tree): ReadonlyMap<string, Diversion> => {
  const diversions = new Map<string, Diversion>();
  for (const folder of folders) {
    const entry = tree.get(`${folder}/diversions`);
    const content = entry === undefined ? undefined : tree.read(entry);
    const lines = content === undefined ? [] : decodeText(Buffer.from(content)).split('\n');
    for (let at = 0; at + 2 < lines.length; at += 3)
      diversions.set(lines[at]!.replace(/^\//, ''), { to: lines[at + 1]!.replace(/^\//, ''), by: lines[at + 2]! });
  }
  return diversions;
});
