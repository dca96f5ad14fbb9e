import { type EcosystemId } from './ecosystem.ts';

const lowerCased: ReadonlySet<EcosystemId> = new Set<EcosystemId>(['composer', 'github', 'nuget', 'pypi', 'swift']);

/**
 * One name for all spellings that an ecosystem takes for equal: NuGet, Composer and hosts of repositories ignore case, PyPI also runs of `-`, `_` and `.` (PEP 503). An advisory about an
 * action is about its repository, and one about a Swift package may have its whole address.
 */
export function normalizeAdvisoryName(ecosystem: EcosystemId, name: string): string {
  if (!lowerCased.has(ecosystem)) return name;
  const lower = name.toLowerCase();
  if (ecosystem === 'pypi') return lower.replace(/[-_.]+/g, '-');
  if (ecosystem === 'github') return lower.split('/', 2).join('/');
  return ecosystem === 'swift' ? lower.replace(/^https?:\/\//, '').replace(/\.git$/, '') : lower;
}
