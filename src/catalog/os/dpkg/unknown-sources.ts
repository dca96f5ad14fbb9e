import { type TreeEntry } from '../../../model/file-tree.ts';
import { makeIssue, type Issue } from '../../../model/issue.ts';

/** An issue for packages of a manifest whose source is not known: advisories of the distribution that name another source are not found. */
export function unknownSources(origin: string, { path, layerIndex }: TreeEntry, names: readonly string[]): readonly Issue[] {
  if (names.length === 0) return [];
  const more = names.length > listed ? ` and ${names.length - listed} more` : '';
  const message = `${path} does not name the source of ${names.slice(0, listed).join(', ')}${more}; advisories that name another source were not found`;
  return [makeIssue('PACKAGE_SOURCE_UNKNOWN', origin, message, { path, layerIndex })];
}

const listed = 5;
