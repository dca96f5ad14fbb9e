import { type FileEntry } from '../model/file-entry.ts';
import { type FileTree } from '../model/file-tree.ts';
import { type ImageFileFacts } from '../model/image-facts.ts';

const passwdPath = 'etc/passwd';

/** Every file that a container sees, for policies that ask about names and modes. */
export function noteFiles(tree: FileTree): ImageFileFacts {
  const entries: FileEntry[] = [];
  for (const { path, children = new Map() } of tree.directories())
    for (const [name, { type, size, mode, userId, groupId }] of children as ReadonlyMap<string, FileEntry>)
      entries.push({ path: path === '' ? name : `${path}/${name}`, type, size, mode, userId, groupId });
  const passwd = tree.get(passwdPath);
  const bytes = passwd === undefined ? undefined : tree.read(passwd);
  return { entries, ...(bytes === undefined ? {} : { passwd: Buffer.from(bytes).toString('utf8') }) };
}
