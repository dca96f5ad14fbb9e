import { type EcosystemId } from './ecosystem.ts';

const lowerCased: ReadonlySet<EcosystemId> = new Set<EcosystemId>(['composer', 'nuget', 'pypi']);

/** One name for all spellings that an ecosystem takes for equal: NuGet and Composer ignore case, PyPI also runs of `-`, `_` and `.` (PEP 503). */
export function normalizeAdvisoryName(ecosystem: EcosystemId, name: string): string {
  if (!lowerCased.has(ecosystem)) return name;
  const lower = name.toLowerCase();
  return ecosystem === 'pypi' ? lower.replace(/[-_.]+/g, '-') : lower;
}
