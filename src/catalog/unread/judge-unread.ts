import { type ContentKind } from '../../model/content-kinds.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { type UnreadKind } from './find-unread.ts';

/** One issue for each kind of packages that was not read. `isRead` is true for paths that an owner or a cataloger covers. */
export function judgeUnread(
  unread: ReadonlyMap<string, UnreadKind>,
  isRead: (path: string, kind: UnreadKind) => boolean,
): readonly Issue[] {
  const groups = new Map<string, { readonly kind: ContentKind; readonly paths: string[] }>();
  for (const [path, found] of unread) {
    if (isRead(path, found)) continue;
    const { kind, what } = found;
    const group = groups.get(what) ?? { kind, paths: [] };
    group.paths.push(path);
    groups.set(what, group);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([what, { kind, paths }]) => {
      const others = paths.length > 1 ? `, and ${paths.length - 1} more` : '';
      const where = { path: paths[0]!, contentKind: kind };
      return makeIssue('PACKAGES_NOT_READ', 'catalog', `${what} are not supported yet: ${paths[0]!}${others}`, where);
    });
}
