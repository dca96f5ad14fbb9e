import { type SuppressionEntry } from './suppression-entry.ts';

const shownIds = 3;

/** What an entry is about, for messages: `CVE-2019-10744`, `CVE-2019-10744 in pkg:npm/lodash`, `path usr/share/**`. */
export function describeEntry({ ids, packages, paths, fixStates, kinds }: SuppressionEntry): string {
  const parts: string[] = [];
  if (ids !== undefined)
    parts.push(ids.length > shownIds ? `${ids.slice(0, shownIds).join(', ')} and ${ids.length - shownIds} more` : ids.join(', '));
  if (packages !== undefined) parts.push(`${parts.length === 0 ? 'package' : 'in'} ${packages.map(({ text }) => text).join(', ')}`);
  if (paths !== undefined) parts.push(`${parts.length === 0 ? 'path' : 'at'} ${paths.map(({ text }) => text).join(', ')}`);
  if (fixStates !== undefined) parts.push(`fix state ${fixStates.join(', ')}`);
  if (parts.length === 0) parts.push(kinds === undefined ? 'every finding' : `every ${kinds.join(' and ')}`);
  return parts.join(' ');
}
