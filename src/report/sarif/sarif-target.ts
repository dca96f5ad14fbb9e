/** Services that read SARIF, as `--target` names them. */
export const sarifTargets = ['github', 'gitlab', 'azure', 'none'] as const;
export type SarifTarget = (typeof sarifTargets)[number];

/** What a service takes of one file. */
export interface SarifLimits {
  readonly runs: number;
  /** Of one run. */
  readonly results: number;
  /** Of one result. */
  readonly locations: number;
  /** Of one rule. */
  readonly tags: number;
  /** Whether suppressed and not applicable findings are in it: GitHub and Azure would open an alert for each. */
  readonly listsSettled: boolean;
}

/**
 * GitHub refuses a file with more than 20 runs, 25,000 results, 25,000 rules, 1,000 locations or 20 tags, and shows 5,000 results, 100 locations and
 * 10 tags (docs.github.com, "SARIF results exceed one or more limits"). It does not choose the worst results reliably, so this does. Azure's Advanced
 * Security is the same service. Without a service the file has as much as GitHub does not refuse.
 */
export const sarifLimits: Readonly<Record<SarifTarget, SarifLimits>> = {
  github: { runs: 20, results: 5_000, locations: 100, tags: 10, listsSettled: false },
  azure: { runs: 20, results: 5_000, locations: 100, tags: 10, listsSettled: false },
  gitlab: { runs: 20, results: 25_000, locations: 100, tags: 10, listsSettled: true },
  none: { runs: 20, results: 25_000, locations: 100, tags: 10, listsSettled: true },
};
