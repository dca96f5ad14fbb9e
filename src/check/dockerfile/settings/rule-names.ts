import { type Severity } from '../../../model/severity.ts';
import { type DockerfileRule } from '../dockerfile-rule.ts';
import { type LintSettings } from '../lint-settings.ts';

/** One spelling for a rule's name: `AVD-DS-0002`, `DS-0002` and `DS002` are one, and so are `DL3002` and `dl3002`. */
export function normalizeRuleName(name: string): string {
  const lower = name.trim().toLowerCase();
  const trivy = /^(?:avd-)?ds-?0*(\d+)$/.exec(lower)?.[1];
  return trivy === undefined ? lower : `ds-${trivy.padStart(4, '0')}`;
}

/** Every name that a rule answers to. */
export function namesOfRule({ id, aliases }: Pick<DockerfileRule, 'id' | 'aliases'>): readonly string[] {
  return [id, ...aliases].map(normalizeRuleName);
}

/** The severity that the user gave the rule. */
export function severityOf(rule: Pick<DockerfileRule, 'id' | 'aliases'>, { severities }: LintSettings): Severity | undefined {
  if (severities === undefined) return undefined;
  return namesOfRule(rule).map((name) => severities.get(name)).find((severity) => severity !== undefined); // prettier-ignore
}

/** Rules that speak only where a severity is given to them. */
export function isOffByDefault({ id }: DockerfileRule): boolean {
  return id === 'inline-ignore';
}
