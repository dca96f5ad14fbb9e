import { type EcosystemId } from '../../../model/ecosystem.ts';

const lowerCased: ReadonlySet<EcosystemId> = new Set<EcosystemId>(['composer', 'nuget', 'pypi']);

/** As the ecosystem itself makes names equal: NuGet and Composer ignore case, PyPI also runs of `-`, `_` and `.` (PEP 503). */
export function normalizeOsvName(ecosystem: EcosystemId, name: string): string {
  if (!lowerCased.has(ecosystem)) return name;
  const lower = name.toLowerCase();
  return ecosystem === 'pypi' ? lower.replace(/[-_.]+/g, '-') : lower;
}
