import { type RuleFinding } from '../../model/finding.ts';
import { makeRuleFinding } from '../../model/rule-finding.ts';
import { containerRules } from './container-rules.ts';
import { type Container } from './container.ts';

/** What is wrong with containers as they are to be run. What belongs to a pod is told once, whatever the number of its containers. */
export function checkContainers(containers: readonly Container[]): readonly RuleFinding[] {
  const found = containers.flatMap((container) =>
    containerRules.flatMap((rule) => Array.from(rule.check(container), (violation) => makeRuleFinding(rule, violation))),
  );
  const seen = new Set<string>();
  return found.filter(({ fingerprint, locations: [first] }) => {
    const key = `${fingerprint} ${first?.line ?? 0}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
