import { npmFolderAround } from './language/npm/npm-folder.ts';
import { type FileTree } from '../model/file-tree.ts';
import { makeIssue, type Issue } from '../model/issue.ts';

/** Kinds of installed packages that no cataloger reads yet, and how the paths end that prove them. A row goes when its cataloger comes. */
const unreadKinds: readonly { readonly kind: string; readonly name: string; readonly endings: readonly string[] }[] = [
  { kind: 'python', name: 'Python', endings: ['.dist-info/METADATA', '.egg-info/PKG-INFO', '.egg-info'] },
  { kind: 'java', name: 'Java', endings: ['.jar', '.war', '.ear'] },
  { kind: 'ruby', name: 'Ruby', endings: ['.gemspec'] },
  { kind: 'php', name: 'PHP', endings: ['vendor/composer/installed.json'] },
  { kind: 'dotnet', name: '.NET', endings: ['.deps.json'] },
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
  return unreadKinds.flatMap(({ kind, name }) => {
    const paths = [...unread]
      .filter(([path, of]) => of === name && !ownerByPath.has(path))
      .map(([path]) => path)
      .sort();
    const [first] = paths;
    if (first === undefined) return [];
    const others = paths.length > 1 ? `, and ${paths.length - 1} more` : '';
    return [
      makeIssue('PACKAGES_NOT_READ', 'catalog', `${name} packages are not supported yet: ${first}${others}`, {
        path: first,
        contentKind: kind,
      }),
    ];
  });
}
