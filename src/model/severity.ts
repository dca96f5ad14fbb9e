/** From worst to least; `negligible` is Debian's and Ubuntu's own word. */
export const severities = ['critical', 'high', 'medium', 'low', 'negligible', 'unknown'] as const;

export type Severity = (typeof severities)[number];

/** One publisher's opinion. `score` is 0…10 where a vector gives one. */
export interface SeverityRating {
  /** Who says it: an advisory source's or publisher's name, such as `debian`, `ghsa`, `nvd`. */
  readonly origin: string;
  readonly severity: Severity;
  /** CVSS vector as published, with its version in front where the standard has it there. */
  readonly vector?: string;
  readonly score?: number;
}

/** Rank 0 is the worst. */
export function severityRank(severity: Severity): number {
  return severities.indexOf(severity);
}

export function isSeverity(text: string): text is Severity {
  return (severities as readonly string[]).includes(text);
}
