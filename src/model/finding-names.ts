import { type Finding } from './finding.ts';

/** Every name by which someone may mean a finding, in lower case: its id, its aliases, and the advisories that state it. */
export function findingNames(finding: Finding): ReadonlySet<string> {
  const names =
    finding.kind === 'vulnerability'
      ? [finding.id, ...finding.aliases, finding.advisory.id, ...finding.advisoryIds, ...snykIds(finding.advisory.references)]
      : [finding.ruleId, ...finding.aliases];
  return new Set(names.map((name) => name.toLowerCase()));
}

/** Snyk's own ids are not public, but advisories link to them. */
function snykIds(references: readonly string[]): readonly string[] {
  return references.flatMap((url) => {
    const [, id] = /^https:\/\/(?:security\.)?snyk\.io\/vuln\/([\w:.-]+)/i.exec(url) ?? [];
    return id === undefined ? [] : [id];
  });
}
