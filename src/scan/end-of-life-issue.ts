import { makeIssue, type Issue } from '../model/issue.ts';
import { type Inventory } from '../sbom/inventory.ts';

/** An SBOM may be older than the end of its distribution, or say nothing of it; an image is judged when it is catalogued. */
export function endOfLifeIssues({ target, issues }: Pick<Inventory, 'target' | 'issues'>, now: Date): readonly Issue[] {
  const { endOfLife, prettyName, id } = target.distribution ?? {};
  const isOver = endOfLife !== undefined && now.toISOString().slice(0, 10) > endOfLife;
  if (target.scheme !== 'sbom' || !isOver || issues.some(({ code }) => code === 'DISTRIBUTION_END_OF_LIFE')) return [];
  const message = `${prettyName ?? id ?? ''} has had no free security support since ${endOfLife}; newer flaws may have no advisory`;
  return [makeIssue('DISTRIBUTION_END_OF_LIFE', 'sbom', message)];
}
