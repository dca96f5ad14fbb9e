import { npmFolderAround } from './language/npm-folder.ts';
import { type FileTree } from '../model/file-tree.ts';
import { makeIssue, type Issue } from '../model/issue.ts';

/** Kinds of installed packages that no cataloger reads yet, and how the paths end that prove them. A row goes when its cataloger comes. */
const unreadKinds: readonly { readonly name: string; readonly endings: readonly string[] }[] = [
  { name: 'Python', endings: ['.dist-info/METADATA', '.egg-info/PKG-INFO', '.egg-info'] },
  { name: 'Java', endings: ['.jar', '.war', '.ear'] },
  { name: 'Ruby', endings: ['.gemspec'] },
  { name: 'PHP', endings: ['vendor/composer/installed.json'] },
  { name: '.NET', endings: ['.deps.json'] },
];

const lastCharacters: ReadonlySet<number> = new Set(
  unreadKinds.flatMap(({ endings }) => endings.map((ending) => ending.charCodeAt(ending.length - 1))),
);

/** By path, the kind of package that each such file proves. What an npm package brings is a part of that. */
export function findUnread(tree: FileTree): ReadonlyMap<string, string> {
  const unread = new Map<string, string>();
  for (const { path, type } of tree.files()) {
    if (!lastCharacters.has(path.charCodeAt(path.length - 1)) || type !== 'file') continue;
    const kind = unreadKinds.find(({ endings }) => endings.some((ending) => path.endsWith(ending)));
    if (kind !== undefined && npmFolderAround(path) === undefined) unread.set(path, kind.name);
  }
  return unread;
}

/** An image is not clean of what nobody looked at. What a package of the distribution owns is looked at with it. */
export function judgeUnread(unread: ReadonlyMap<string, string>, ownerByPath: ReadonlyMap<string, string>): readonly Issue[] {
  return unreadKinds.flatMap(({ name }) => {
    const paths = [...unread]
      .filter(([path, kind]) => kind === name && !ownerByPath.has(path))
      .map(([path]) => path)
      .sort();
    const [first] = paths;
    if (first === undefined) return [];
    const others = paths.length > 1 ? `, and ${paths.length - 1} more` : '';
    return [makeIssue('PACKAGES_NOT_READ', 'catalog', `packages of ${name} are not looked at yet: ${first}${others}`, { path: first })];
  });
}
